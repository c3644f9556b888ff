// Where a strict walk over a message stands, and how it ends early.
import { INVALID_REQUEST, PARSE_ERROR } from './errors.ts';

/** Where a walk stands. One object per message; nothing is allocated per value. */
export interface Walk {
  readonly bytes: Uint8Array;
  /** The next byte. */
  at: number;
  /** Containers that may be open at once. */
  readonly maxDepth: number;
  /** Whether the last string was ASCII without escapes. */
  plain: boolean;
  /** A number was seen that a double may not hold. */
  big: boolean;
  /** Keys of the open objects: start and end of each. Only `[0, top)` counts. */
  readonly keys: number[];
  top: number;
}

/** What a walk throws. */
export interface Fault {
  readonly code: number;
  readonly message: string;
  /** A key stands twice: whatever was read before may be the wrong one. */
  readonly ambiguous?: boolean;
}

/** The text is not JSON. */
export function malformed(w: Walk, at: number, problem: string): never {
  const where = at >= w.bytes.length ? 'at its end' : `at byte ${at}`;
  throw { code: PARSE_ERROR, message: `Parse error: ${problem} ${where}` } satisfies Fault;
}

/** The text is JSON that the gateway does not let in. */
export function unwelcome(at: number, problem: string): never {
  throw { code: INVALID_REQUEST, message: `Invalid Request: ${problem} at byte ${at}` } satisfies Fault;
}

/** Goes over insignificant whitespace and returns the byte there, or -1 at the end. */
export function peek(w: Walk): number {
  const { bytes } = w;
  let at = w.at;
  while (at < bytes.length) {
    const byte = bytes[at]!;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) {
      w.at = at;
      return byte;
    }
    at++;
  }
  w.at = at;
  return -1;
}
