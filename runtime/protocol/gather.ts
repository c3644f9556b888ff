// Collects pieces of bytes in one growing buffer: each byte is copied a bounded number of times, however small the pieces.

export interface Gather {
  readonly length: () => number;
  append(piece: Uint8Array): void;
  /** All that was appended, as bytes of its own. Begins anew. */
  take(): Uint8Array;
}

const SMALLEST = 256;

export function createGather(): Gather {
  let buffer = new Uint8Array(0);
  let length = 0;
  return {
    length: () => length,
    append(piece) {
      if (length + piece.length > buffer.length) {
        const larger = new Uint8Array(Math.max(SMALLEST, buffer.length * 2, length + piece.length));
        larger.set(buffer.subarray(0, length));
        buffer = larger;
      }
      buffer.set(piece, length);
      length += piece.length;
    },
    take() {
      const whole = buffer.subarray(0, length);
      buffer = new Uint8Array(0);
      length = 0;
      return whole;
    },
  };
}
