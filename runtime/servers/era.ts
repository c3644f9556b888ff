// Which era a server speaks, judged by its answers to `server/discover` and `initialize`.
// Specification 2026-07-28, basic/versioning, "Backward Compatibility"; 2025-11-25, basic/lifecycle.
import type { Era, ServerMessage } from '../contract/message.ts';
import { jsonOf, textOf } from '../protocol/bytes.ts';
import {
  HEADER_MISMATCH,
  MISSING_CLIENT_CAPABILITY,
  UNSUPPORTED_PROTOCOL_VERSION,
} from '../protocol/errors.ts';
import { BACKEND_LEGACY_VERSIONS, MODERN } from '../protocol/versions.ts';

/** What is agreed with a server. */
export interface Agreement {
  readonly era: Era;
  readonly version: string;
  /** It has the capability `tools`. */
  readonly tools: boolean;
  /** It says when its tools change. */
  readonly listChanged: boolean;
}

export type Judgement = Agreement | 'legacy' | { readonly problem: string };

const MODERN_ERRORS: readonly (number | null)[] = [
  UNSUPPORTED_PROTOCOL_VERSION,
  HEADER_MISMATCH,
  MISSING_CLIENT_CAPABILITY,
];

/** Judges the answer to `server/discover`; null when there was none. */
export function judgeDiscovery(answer: ServerMessage | null): Judgement {
  if (answer === null) return 'legacy';
  if (answer.kind === 'error') return judgeError(answer);
  const result = resultOf(answer);
  const versions = result?.supportedVersions;
  if (!Array.isArray(versions)) return 'legacy';
  return chosen(versions) ?? agreed('modern', MODERN, result?.capabilities);
}

function judgeError(answer: ServerMessage): Judgement {
  if (!MODERN_ERRORS.includes(answer.errorCode)) return 'legacy';
  const error = errorOf(answer);
  const supported = record(error?.data)?.supported;
  if (answer.errorCode === UNSUPPORTED_PROTOCOL_VERSION && Array.isArray(supported))
    return chosen(supported) ?? { problem: `it refuses version ${MODERN}, which it says it supports` };
  return { problem: `it refuses server/discover: ${String(error?.message)}` };
}

/** Null when the modern version is among them. */
function chosen(versions: readonly unknown[]): Judgement | null {
  if (versions.includes(MODERN)) return null;
  if (versions.some((version) => BACKEND_LEGACY_VERSIONS.includes(String(version)))) return 'legacy';
  return { problem: `it speaks none of the known versions, but ${versions.slice(0, 8).join(', ')}` };
}

/** Judges the answer to `initialize`. */
export function judgeInitialize(answer: ServerMessage): Agreement | { readonly problem: string } {
  if (answer.kind === 'error')
    return { problem: `it refuses initialize: ${String(errorOf(answer)?.message)}` };
  const result = resultOf(answer);
  const version = result?.protocolVersion;
  if (typeof version !== 'string' || !BACKEND_LEGACY_VERSIONS.includes(version))
    return { problem: `it answers initialize with the unknown version ${JSON.stringify(version)}` };
  return agreed('legacy', version, result?.capabilities);
}

function agreed(era: Era, version: string, capabilities: unknown): Agreement {
  const tools = record(record(capabilities)?.tools);
  return { era, version, tools: tools !== null, listChanged: tools?.listChanged === true };
}

/** The result as a record; null when it is none. Never throws. */
export function resultOf(answer: ServerMessage): Readonly<Record<string, unknown>> | null {
  return answer.result === null ? null : parsed(() => jsonOf(answer.bytes, answer.result!));
}

function errorOf(answer: ServerMessage): Readonly<Record<string, unknown>> | null {
  const message = parsed(() => jsonOf(answer.bytes, { start: 0, end: answer.bytes.length }));
  return record(message?.error);
}

function parsed(read: () => unknown): Readonly<Record<string, unknown>> | null {
  try {
    return record(read());
  } catch {
    return null;
  }
}

/** The value as a record, or null. */
export function record(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

/** What an error answer says, shortened, for the operator. */
export function errorText(answer: ServerMessage): string {
  const message = errorOf(answer)?.message;
  const text =
    typeof message === 'string' ? message : textOf(answer.bytes, { start: 0, end: answer.bytes.length });
  return `error ${answer.errorCode}: ${text.slice(0, 200)}`;
}
