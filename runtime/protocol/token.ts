// One value of JSON, or a key, that comes in pieces: where it ends, and what it was, where it is short and somebody asks.
import { binary } from './bytes.ts';
import { isScalar } from './skip.ts';

/** Bytes of a key or value of the protocol's own, however it is escaped. */
const MOST = 128;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** A value is stepped over, not read: what is inside of it may be no JSON. */
export class Token {
  /** What has come of it, one character a byte; null where it is not kept. */
  raw: string | null = null;
  #scalar = false;
  /** Objects and lists that are open, and whether a string is. */
  #depth = 0;
  #quoted = false;
  /** The next byte of the string is escaped. */
  #escaped = false;

  /** It begins with `byte`. */
  begin(byte: number, kept: boolean): void {
    this.raw = kept ? '' : null;
    this.#scalar = isScalar(byte);
  }

  /** The place past its end, from `from` on; -1 where the chunk ends before. */
  take(chunk: Uint8Array, from: number): number {
    const end = this.#scalar ? endOfScalar(chunk, from) : this.#end(chunk, from);
    const to = end < 0 ? chunk.length : end;
    if (this.raw !== null)
      this.raw = this.raw.length + to - from <= MOST ? this.raw + binary(chunk, from, to) : null;
    return end;
  }

  #end(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; ) {
      if (this.#quoted) {
        at = this.#endOfString(chunk, at);
        if (at < 0 || this.#depth === 0) return at;
      }
      for (; at < chunk.length && !this.#quoted; at++) {
        const byte = chunk[at]!;
        // One bit is between { and [, } and ].
        const shape = byte | 0x20;
        if (byte === QUOTE) this.#quoted = true;
        else if (shape === OPEN) this.#depth++;
        else if (shape === CLOSE && --this.#depth === 0) return at + 1;
      }
    }
    return -1;
  }

  /** Past the string that is open at `from`. */
  #endOfString(chunk: Uint8Array, from: number): number {
    let at = this.#escaped ? from + 1 : from;
    this.#escaped = false;
    for (;;) {
      const quote = chunk.indexOf(QUOTE, at);
      const end = quote < 0 ? chunk.length : quote;
      let slash = end;
      while (slash > at && chunk[slash - 1] === BACKSLASH) slash--;
      const escapes = (end - slash) % 2 === 1;
      this.#escaped = quote < 0 && escapes;
      this.#quoted = quote < 0 || escapes;
      if (quote < 0) return -1;
      if (!escapes) return quote + 1;
      at = quote + 1;
    }
  }
}

function endOfScalar(chunk: Uint8Array, from: number): number {
  let at = from;
  while (at < chunk.length && isScalar(chunk[at]!)) at++;
  return at < chunk.length ? at : -1;
}
