// Goes over the result of a call while it comes, however it is cut: reads the members of the message and of its result,
// steps over everything else. What passes are the bytes that came, with the client's id in the place of the hop's.
import { binary, encode, unescaped } from './bytes.ts';
import { isScalar } from './skip.ts';

/** What is asked of an answer, and what it becomes. */
export interface Sketch {
  /** The hop's id, which it must have. */
  readonly id: number;
  /** The client's id: raw JSON. */
  readonly clientId: Uint8Array;
  /** The client knows `resultType`: a result that has none is said to be complete, at its end. */
  readonly typed: boolean;
  /** Caches may keep the result (2026-07-28, server/utilities/caching): for its agent only, and no longer than its server says. */
  readonly cached: boolean;
}

const VERSION = 1;
const ID = 2;
const RESULT = 4;
const IS_ERROR = 8;
const TYPE = 16;
const NEEDED = VERSION | ID | RESULT;
/** What an answer has that is no result. */
const FOREIGN = 32;
const TTL = 64;
const SCOPE = 128;

/** The members that are read, of the message and of its result. */
const OWN: readonly ReadonlyMap<string, number>[] = [
  new Map([
    ['jsonrpc', VERSION],
    ['id', ID],
    ['result', RESULT],
    ['method', FOREIGN],
    ['params', FOREIGN],
    ['error', FOREIGN],
  ]),
  new Map([
    ['isError', IS_ERROR],
    ['resultType', TYPE],
    ['ttlMs', TTL],
    ['cacheScope', SCOPE],
  ]),
];

/** Bytes of a key or value of the protocol's own, however it is escaped. */
const MOST = 128;

const PRIVATE = /* @__PURE__ */ encode('"private"');

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Thrown at what may not pass. */
class Unfit extends Error {}

function demand(holds: boolean): void {
  if (!holds) throw new Unfit('no result that may pass');
}

type Step = (chunk: Uint8Array, at: number) => number;

/**
 * One answer on its way. Only what `scanServer` takes for a result comes to a good end; what it refuses inside of longer keys
 * and of strings that are not read passes as it is.
 */
export class Outline {
  /** `result.isError` is true. */
  isError = false;
  readonly #sketch: Sketch;
  #step: Step;
  /** Objects that are open and read: the message, its result. */
  #level = 0;
  /** Objects and lists that are open and stepped over. */
  #depth = 0;
  /** The next byte of the string is escaped. */
  #escaped = false;
  /** Of the key or value that comes, one character a byte; null where it is not kept. */
  #kept: string | null = null;
  /** The member whose value comes, by its bit; 0 for any other. */
  #member = 0;
  #seen = 0;
  /** The object that is open and read has a member. */
  #filled = false;
  #out: Uint8Array[] = [];
  /** From here on, the chunk has not been passed on. */
  #from = 0;

  constructor(sketch: Sketch) {
    this.#sketch = sketch;
    this.#step = this.#start;
  }

  /** The result has begun, and what came before it fits. */
  get begun(): boolean {
    return this.#level === 2 || (this.#seen & RESULT) !== 0;
  }

  /** It is known to be complete. */
  get complete(): boolean {
    return (this.#seen & TYPE) !== 0 && this.#member !== TYPE;
  }

  /** All of it has come. */
  get over(): boolean {
    return this.#step === this.#done;
  }

  /** What passes on of the next bytes, as views of them. Null: this may not pass; nothing may be pushed after that. */
  push(chunk: Uint8Array): Uint8Array[] | null {
    this.#out = [];
    this.#from = 0;
    try {
      for (let at = 0; at < chunk.length; ) at = this.#step(chunk, at);
    } catch {
      return null;
    }
    // A value that is replaced is kept, not passed.
    if (!this.#isReplaced()) this.#pass(chunk, chunk.length);
    return this.#out;
  }

  #pass(chunk: Uint8Array, to: number): void {
    if (to > this.#from) this.#out.push(chunk.subarray(this.#from, to));
    this.#from = to;
  }

  #isReplaced(): boolean {
    return (this.#member === ID || this.#member === SCOPE) && this.#kept !== null;
  }

  readonly #start: Step = (chunk, at) => {
    if (isSpace(chunk[at]!)) return at + 1;
    demand(chunk[at] === OPEN);
    return this.#enter(at);
  };

  #enter(at: number): number {
    this.#level += 1;
    this.#filled = false;
    this.#step = this.#first;
    return at + 1;
  }

  readonly #first: Step = (chunk, at) =>
    chunk[at] === CLOSE ? this.#leave(chunk, at) : this.#beforeKey(chunk, at);

  readonly #beforeKey: Step = (chunk, at) => {
    if (isSpace(chunk[at]!)) return at + 1;
    demand(chunk[at] === QUOTE);
    this.#kept = '';
    this.#step = this.#key;
    return at + 1;
  };

  readonly #key: Step = (chunk, at) => {
    const end = this.#string(chunk, at);
    if (end < 0) return chunk.length;
    const raw = this.#kept;
    this.#member = raw === null ? 0 : (OWN[this.#level - 1]!.get(textOf(raw.slice(0, -1))) ?? 0);
    if (this.#member >= TTL && !this.#sketch.cached) this.#member = 0;
    demand(this.#member !== FOREIGN && (this.#seen & this.#member) === 0);
    this.#seen |= this.#member;
    this.#kept = null;
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
    if (this.#member === RESULT) {
      demand(byte === OPEN);
      return this.#enter(at);
    }
    const container = byte === OPEN || byte === 0x5b;
    if (this.#member !== 0 && this.#member !== IS_ERROR) demand(!container);
    // A container is not kept: it is not `true`, and the others may be none.
    if (this.#member !== 0 && !container) this.#kept = byte === QUOTE ? '"' : '';
    if (this.#isReplaced()) this.#pass(chunk, at);
    this.#depth = 0;
    this.#step = byte === QUOTE ? this.#text : container ? this.#container : this.#scalar;
    demand(byte === QUOTE || container || isScalar(byte));
    return byte === QUOTE ? at + 1 : at;
  };

  readonly #text: Step = (chunk, at) => {
    const end = this.#string(chunk, at);
    if (end < 0) return chunk.length;
    this.#ended(end);
    return end;
  };

  readonly #scalar: Step = (chunk, at) => {
    let end = at;
    while (end < chunk.length && isScalar(chunk[end]!)) end++;
    this.#keep(chunk, at, end);
    if (end < chunk.length) this.#ended(end);
    return end;
  };

  readonly #container: Step = (chunk, from) => {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === QUOTE) {
        this.#step = this.#inner;
        return at + 1;
      }
      const shape = byte | 0x20;
      if (shape === OPEN) this.#depth++;
      else if (shape === CLOSE && --this.#depth === 0) {
        this.#ended(at + 1);
        return at + 1;
      }
    }
    return chunk.length;
  };

  readonly #inner: Step = (chunk, at) => {
    const end = this.#string(chunk, at);
    if (end < 0) return chunk.length;
    this.#step = this.#container;
    return end;
  };

  readonly #after: Step = (chunk, at) => {
    if (isSpace(chunk[at]!)) return at + 1;
    if (chunk[at] === CLOSE) return this.#leave(chunk, at);
    demand(chunk[at] === COMMA);
    this.#step = this.#beforeKey;
    return at + 1;
  };

  readonly #done: Step = (chunk, at) => {
    demand(isSpace(chunk[at]!));
    return at + 1;
  };

  /** A value of an object that is read has ended before `at`. */
  #ended(at: number): void {
    const raw = this.#kept;
    const { id, clientId } = this.#sketch;
    if (this.#member === VERSION) demand(wordOf(raw) === '2.0');
    else if (this.#member === IS_ERROR) this.isError = raw?.startsWith('t') === true;
    else if (this.#member === TYPE) demand(wordOf(raw) === 'complete');
    else if (this.#member === ID) {
      demand(raw !== null && /^\d+$/.test(raw) && Number(raw) === id);
      this.#replace(clientId, at);
    } else if (this.#member === SCOPE) this.#replace(PRIVATE, at);
    this.#kept = null;
    this.#member = 0;
    this.#filled = true;
    this.#step = this.#after;
  }

  /** What is kept has ended before `at`, and this stands in its place. */
  #replace(value: Uint8Array, at: number): void {
    this.#out.push(value);
    this.#from = at;
  }

  /** The object that is read ends with the brace at `at`. */
  #leave(chunk: Uint8Array, at: number): number {
    if (this.#level === 2) this.#complete(chunk, at);
    else demand(this.#seen % 8 === NEEDED);
    this.#level -= 1;
    this.#member = 0;
    this.#filled = true;
    this.#step = this.#level === 0 ? this.#done : this.#after;
    return at + 1;
  }

  /** Says at the end of a result what its server has left unsaid. */
  #complete(chunk: Uint8Array, brace: number): void {
    const { typed, cached } = this.#sketch;
    const unsaid = (bit: number): boolean => (this.#seen & bit) === 0;
    const members = [
      cached && unsaid(TTL) && '"ttlMs":0',
      cached && unsaid(SCOPE) && '"cacheScope":"private"',
      typed && unsaid(TYPE) && '"resultType":"complete"',
    ].filter(Boolean);
    if (members.length === 0) return;
    this.#pass(chunk, brace);
    this.#out.push(encode(`${this.#filled ? ',' : ''}${members.join()}`));
  }

  /** Past the string that is open at `from`; -1 where the chunk has not all of it. What is kept gets its quote, too. */
  #string(chunk: Uint8Array, from: number): number {
    let at = from;
    if (this.#escaped) at++;
    this.#escaped = false;
    for (;;) {
      const quote = chunk.indexOf(QUOTE, at);
      const end = quote < 0 ? chunk.length : quote;
      let slash = end;
      while (slash > at && chunk[slash - 1] === BACKSLASH) slash--;
      const escapes = (end - slash) % 2 === 1;
      if (quote < 0) this.#escaped = escapes;
      if (quote >= 0 && escapes) at = quote + 1;
      else {
        const past = quote < 0 ? -1 : quote + 1;
        this.#keep(chunk, from, past < 0 ? end : past);
        return past;
      }
    }
  }

  /** What is too long is not kept. It may not be a value that is read. */
  #keep(chunk: Uint8Array, from: number, to: number): void {
    if (this.#kept === null) return;
    const fits = this.#kept.length + to - from <= MOST;
    demand(fits || this.#member === 0 || this.#step === this.#key);
    this.#kept = fits ? this.#kept + binary(chunk, from, to) : null;
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The characters of a string's inside. Throws on bad escapes. */
function textOf(raw: string): string {
  return raw.includes('\\') ? unescaped(encode(raw), 0, raw.length) : raw;
}

/** The characters of a raw JSON string; null for any other value. */
function wordOf(raw: string | null): string | null {
  return raw?.startsWith('"') ? textOf(raw.slice(1, -1)) : null;
}
