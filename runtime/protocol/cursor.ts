// Where a strict walk over a message stands, and how it ends early.
import type { Span } from '../contract/message.ts';
import { skipSpace } from './bytes.ts';
import { INVALID_REQUEST, PARSE_ERROR } from './errors.ts';

/** Where a walk stands. One object per message; nothing is allocated for values but those of own keys. */
export interface Walk {
  readonly bytes: Uint8Array;
  /** The next byte. */
  at: number;
  /** Containers that may be open at once. */
  readonly maxDepth: number;
  /** Whether the last string was visible ASCII without escapes. */
  plain: boolean;
  /** A byte beyond ASCII was seen: whether it is UTF-8 is checked at the end. */
  wide: boolean;
  /** A number was seen that a double may not hold. */
  big: boolean;
  /** Keys of the open objects: start and end of each. Only `[0, top)` counts. */
  readonly keys: number[];
  top: number;
  /** Values of the own keys of the envelope, of `params` and of `_meta`, by their place in `OWN`. */
  readonly found: readonly Span[][];
  /** Members of `_meta`, key to value, that do not belong to one hop. */
  readonly metaRest: Span[];
}

/** What a walk throws. */
export interface Fault {
  readonly code: number;
  readonly message: string;
}

/** The text is not JSON. */
export function malformed(w: Walk, problem: string, at: number = w.at): never {
  const where = at < w.bytes.length ? `at byte ${at}` : 'at its end';
  throw { code: PARSE_ERROR, message: `Parse error: ${problem} ${where}` } satisfies Fault;
}

/** The text is JSON that the gateway does not let in. */
export function unwelcome(at: number, problem: string): never {
  throw { code: INVALID_REQUEST, message: `Invalid Request: ${problem} at byte ${at}` } satisfies Fault;
}

/** Goes over insignificant whitespace and returns the byte there, or -1 at the end. */
export function peek(w: Walk): number {
  w.at = skipSpace(w.bytes, w.at);
  return w.at < w.bytes.length ? w.bytes[w.at]! : -1;
}
