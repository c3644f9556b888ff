// What a modern server's task asks its client: judged like what its calls ask, by `ask` and by what the client declares.
// The extension, "Task Update Requests".
import type { CatalogItem } from '../contract/catalog.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import type { ServerMessage, Span } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import type { Core } from '../gateway/core.ts';
import { stringAt, textOf } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';

export const UNASKED: BackendFailure = {
  kind: 'protocol',
  status: null,
  begun: true,
  sent: true,
  detail: 'its task asks the client for what it may not ask',
};

/** Whose client may be asked. */
export interface Asked {
  readonly core: Pick<Core, 'asks'>;
  readonly request: GatewayRequest;
}

/** What the server is told that the client can be asked for, raw JSON of ClientCapabilities; null where it may ask nothing. */
export function askable({ core, request }: Asked, { asks }: CatalogItem): string | null {
  return core.asks === null || asks.length === 0 ? null : core.asks.shared(request, asks);
}

/** Why a modern server's answer about a task does not pass; null where it does. */
export function unasked({ core, request }: Asked, { asks }: CatalogItem, answer: ServerMessage) {
  const { bytes, result, resultType } = answer;
  if (result === null) return null;
  const found = members(bytes, result.start, ['inputRequests', 'result'])?.found;
  // A task asks while it is one: it is no round of a call, nor does one come of it.
  if (found === undefined || resultType === 'input_required') return UNASKED;
  const [requests, outcome] = found;
  if (outcome !== undefined && asksAnew(bytes, outcome)) return UNASKED;
  if (requests === undefined || core.asks?.may(request, asks, textOf(bytes, requests))) return null;
  return UNASKED;
}

/** Nobody has read inside of what came of a task: a type that cannot be read is none that passes. */
function asksAnew(bytes: Uint8Array, { start }: Span): boolean {
  if (bytes[start] !== 0x7b) return false;
  try {
    const found = members(bytes, start, ['resultType'])?.found;
    return found === undefined || stringAt(bytes, found[0]) === 'input_required';
  } catch {
    return true;
  }
}
