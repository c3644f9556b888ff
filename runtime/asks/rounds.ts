// What the messages of a call's rounds hold: what a client goes on with, and what a server asks for.
import type { ClientMessage, ServerMessage, Span } from '../contract/message.ts';
import type { Ask } from '../contract/server.ts';
import { stringAt, textOf } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';

/** What a modern client goes on with; raw JSON of each response. */
export interface Round {
  readonly state: string | null;
  readonly stateSpan: Span | null;
  readonly responses: ReadonlyMap<string, string>;
}

/** Null where the client sent something that is neither. */
export function roundOf({ bytes, params }: ClientMessage): Round | null {
  const [stateSpan, responses] =
    (params && members(bytes, params.start, ['requestState', 'inputResponses'])?.found) ?? [];
  const state = stateSpan === undefined ? null : stringAt(bytes, stateSpan);
  if (stateSpan !== undefined && state === null) return null;
  const entries = responses === undefined ? [] : entriesOf(textOf(bytes, responses));
  return entries && { state, stateSpan: stateSpan ?? null, responses: new Map(entries) };
}

function entriesOf(json: string): readonly (readonly [string, string])[] | null {
  const value = JSON.parse(json) as unknown;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.entries(value).map(([key, response]) => [key, JSON.stringify(response)] as const);
}

/** What a modern server asks for instead of answering. */
export interface Required {
  readonly requests: ReadonlyMap<string, Ask>;
  readonly state: string | null;
  readonly stateSpan: Span | null;
}

/** Null where the result is not what the protocol has. */
export function requiredBy({ bytes, result }: ServerMessage): Required | null {
  if (result === null) return null;
  const [stateSpan, requests] = members(bytes, result.start, ['requestState', 'inputRequests'])?.found ?? [];
  const state = stateSpan === undefined ? null : stringAt(bytes, stateSpan);
  const asks = requests === undefined ? [] : asksOf(textOf(bytes, requests));
  if (asks === null || (stateSpan !== undefined && state === null)) return null;
  if (asks.length === 0 && state === null) return null;
  return { requests: new Map(asks), state, stateSpan: stateSpan ?? null };
}

function asksOf(json: string): readonly (readonly [string, Ask])[] | null {
  const value = JSON.parse(json) as unknown;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const asks = Object.entries(value).map(([key, ask]) => [key, askOf(ask)] as const);
  return asks.every(isAsk) ? asks : null;
}

function isAsk(entry: readonly [string, Ask | null]): entry is readonly [string, Ask] {
  return entry[1] !== null;
}

function askOf(value: unknown): Ask | null {
  const { method, params = {} } = (value ?? {}) as { method?: unknown; params?: unknown };
  return typeof method === 'string' ? { method, params: JSON.stringify(params) } : null;
}
