// Log lines: from which level on each client is told, and each server logs.
// Specification 2025-11-25, server/utilities/logging; 2026-07-28, server/utilities/logging, "Per-request log level".
import type { GatewayRequest } from '../contract/gateway.ts';
import type { ServerMessage } from '../contract/message.ts';
import { LOG_LEVELS, type LogLevel } from '../contract/news.ts';
import { jsonOf } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';

const KEY = 'io.modelcontextprotocol/logLevel';

/** What a legacy client is told that never said what it wants. */
export const UNSAID: LogLevel = 'info';

/** Where a level stands among them; -1 for what is none. */
export function rank(level: unknown): number {
  return LOG_LEVELS.indexOf(level as LogLevel);
}

/** From which level on the client of a request is told. */
export function levelOf(
  { session, message, era }: GatewayRequest,
  levels: ReadonlyMap<string, LogLevel>,
): LogLevel | null | 'invalid' {
  // Most requests say nothing that is not their hop's own.
  const said = message.metaRest.length === 0 ? undefined : saidIn(message);
  if (era === 'legacy')
    return session === null || said !== undefined ? null : (levels.get(session.key) ?? UNSAID);
  if (said === undefined) return null;
  return rank(said) < 0 ? 'invalid' : (said as LogLevel);
}

function saidIn({ bytes, meta }: GatewayRequest['message']): unknown {
  const span = meta && members(bytes, meta.start, [KEY])?.found[0];
  return span == null ? undefined : jsonOf(bytes, span);
}

/** Whether a line is for who is told from `level` on. One without a known level is for nobody. */
export function hears(level: LogLevel | null | undefined, { bytes, params }: ServerMessage): boolean {
  if (!level || params === null) return false;
  const span = members(bytes, params.start, ['level'])?.found[0];
  return span != null && rank(jsonOf(bytes, span)) >= rank(level);
}

/** The least severe of all, and of what is told unasked. */
export function lowest(levels: readonly LogLevel[]): LogLevel {
  return LOG_LEVELS.find((level) => level === UNSAID || levels.includes(level))!;
}
