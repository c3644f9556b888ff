// What the messages of a call's rounds hold: what a client goes on with, and what a server asks for.
import type { ClientMessage, ServerMessage, Span } from '../contract/message.ts';
import type { Ask } from '../contract/server.ts';
import { encode, stringAt, textOf } from '../protocol/bytes.ts';
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

/** Things that are asked, or answered, in one round. */
const MOST_ENTRIES = 100;

/** The members of an object, each value as it was written. Null where it is none, or no JSON, or has too many. */
function entriesOf(json: string): readonly (readonly [string, string])[] | null {
  const value = jsonIn(json);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const keys = Object.keys(value);
  const bytes = encode(json);
  const found = keys.length > MOST_ENTRIES ? undefined : members(bytes, 0, keys)?.found;
  return found?.map((span, at) => [keys[at]!, textOf(bytes, span)] as const) ?? null;
}

/** The value of JSON; undefined where it is none: what is inside a server's message nobody has read before. */
export function jsonIn(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
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

/** What is asked, by its keys, of raw JSON of InputRequests; null where it is not what the protocol has. */
export function asksOf(json: string): readonly (readonly [string, Ask])[] | null {
  const asks = entriesOf(json)?.map(([key, ask]) => [key, askOf(ask)] as const);
  return asks?.every(isAsk) ? asks : null;
}

function isAsk(entry: readonly [string, Ask | null]): entry is readonly [string, Ask] {
  return entry[1] !== null;
}

function askOf(json: string): Ask | null {
  const bytes = encode(json);
  const [called, params] = members(bytes, 0, ['method', 'params'])?.found ?? [];
  const method = stringAt(bytes, called);
  return method === null ? null : { method, params: params === undefined ? '{}' : textOf(bytes, params) };
}
