// Collects pieces of bytes: each byte is copied once or twice, however small the pieces.
import { concat } from './bytes.ts';

export interface Gather {
  readonly length: () => number;
  /** Keeps a large piece as it is: its bytes must not change. */
  append(piece: Uint8Array): void;
  /** All that was appended. Begins anew. */
  take(): Uint8Array;
}

/** Pieces from this size on are kept; smaller ones are copied together. In bytes. */
const LARGE = 4096;
const SMALLEST = 256;
const LARGEST = 65_536;
const NONE = /* @__PURE__ */ new Uint8Array(0);

export function createGather(): Gather {
  let chunks: Uint8Array[] = [];
  let length = 0;
  let buffer = NONE;
  let used = 0;

  /** Closes the buffer of small pieces; the next one has room for `size` bytes. */
  function close(size: number): void {
    if (used > 0) chunks.push(buffer.subarray(0, used));
    buffer = size === 0 ? NONE : new Uint8Array(size);
    used = 0;
  }

  return {
    length: () => length,
    append(piece) {
      length += piece.length;
      if (piece.length >= LARGE) {
        close(0);
        chunks.push(piece);
      } else {
        if (used + piece.length > buffer.length)
          close(Math.min(Math.max(buffer.length * 2, piece.length, SMALLEST), LARGEST));
        buffer.set(piece, used);
        used += piece.length;
      }
    },
    take() {
      close(0);
      const whole = concat(chunks);
      chunks = [];
      length = 0;
      return whole;
    },
  };
}
