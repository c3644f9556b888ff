// Goes over a JSON object while it comes, however it is cut: which members there are, and where each value begins and ends.
import { isScalar } from './skip.ts';
import { Token } from './token.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN = 0x7b;
const LIST = 0x5b;
const CLOSE = 0x7d;

/** Throws at what is not as it has to be. */
export function demand(holds: boolean): void {
  if (!holds) throw new Error('unfit');
}

/** How the value of a member is gone over: read like the object that it is in, kept as a whole, or stepped over. */
export type Reading = 'enter' | 'keep' | 'skip';

/** Takes what it can of the chunk from `at` on. Returns from where on there is more to take. */
type Step = (chunk: Uint8Array, at: number) => number;

export abstract class Stride {
  #step: Step = (chunk, at) => {
    if (isSpace(chunk[at]!)) return at + 1;
    demand(chunk[at] === OPEN);
    return this.#enter(at);
  };
  /** The key or value that comes. */
  readonly #token = new Token();
  /** Objects that are open and read. */
  protected level = 0;
  /** The object that is open and read has a member. */
  protected filled = false;

  /** A key has come; null where it is too long to be kept. */
  protected abstract named(key: string | null): void;
  /** The value of that key begins with the byte at `at`. */
  protected abstract begins(chunk: Uint8Array, at: number): Reading;
  /** It has ended before `at`. `raw` is null where it was not kept, or is too long. */
  protected abstract ended(raw: string | null, at: number): void;
  /** The object that is open and read ends with the brace at `at`. */
  protected abstract closes(chunk: Uint8Array, at: number): void;

  /** All of it has come. */
  get over(): boolean {
    return this.#step === this.#done;
  }

  /** A value has begun that has not ended, and is not entered. */
  protected get inside(): boolean {
    return this.#step === this.#inside;
  }

  /** Goes over the next bytes. Throws where they do not go on with an object. */
  protected take(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) at = this.#step(chunk, at);
  }

  #enter(at: number): number {
    this.level += 1;
    this.filled = false;
    this.#step = this.#first;
    return at + 1;
  }

  readonly #first: Step = (chunk, at) =>
    chunk[at] === CLOSE ? this.#leave(chunk, at) : this.#beforeKey(chunk, at);

  readonly #beforeKey: Step = (chunk, at) => {
    if (isSpace(chunk[at]!)) return at + 1;
    demand(chunk[at] === QUOTE);
    return this.#begin(chunk, at, true, this.#key);
  };

  #begin(chunk: Uint8Array, at: number, kept: boolean, rest: Step): number {
    this.#token.begin(chunk[at]!, kept);
    this.#step = rest;
    return rest(chunk, at);
  }

  readonly #key: Step = (chunk, at) => {
    const end = this.#token.take(chunk, at);
    if (end < 0) return chunk.length;
    this.named(this.#token.raw);
    this.#step = this.#colon;
    return end;
  };

  readonly #colon: Step = (chunk, at) => {
    if (isSpace(chunk[at]!)) return at + 1;
    demand(chunk[at] === COLON);
    this.#step = this.#value;
    return at + 1;
  };

  readonly #value: Step = (chunk, at) => {
    const byte = chunk[at]!;
    if (isSpace(byte)) return at + 1;
    demand(byte === QUOTE || byte === OPEN || byte === LIST || isScalar(byte));
    const reading = this.begins(chunk, at);
    return reading === 'enter' ? this.#enter(at) : this.#begin(chunk, at, reading === 'keep', this.#inside);
  };

  readonly #inside: Step = (chunk, at) => {
    const end = this.#token.take(chunk, at);
    if (end < 0) return chunk.length;
    this.ended(this.#token.raw, end);
    this.#next();
    return end;
  };

  readonly #after: Step = (chunk, at) => {
    if (isSpace(chunk[at]!)) return at + 1;
    if (chunk[at] === CLOSE) return this.#leave(chunk, at);
    demand(chunk[at] === COMMA);
    this.#step = this.#beforeKey;
    return at + 1;
  };

  #leave(chunk: Uint8Array, at: number): number {
    this.closes(chunk, at);
    this.level -= 1;
    this.#next();
    return at + 1;
  }

  /** The object that is read has one member more. */
  #next(): void {
    this.filled = true;
    this.#step = this.level === 0 ? this.#done : this.#after;
  }

  readonly #done: Step = (chunk, at) => {
    demand(isSpace(chunk[at]!));
    return at + 1;
  };
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
