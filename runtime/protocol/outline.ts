// Goes over the result of a call while it comes, however it is cut: reads the members of the message and of its result,
// steps over everything else. What passes are the bytes that came, with the client's id in the place of the hop's.
import { encode, unescaped } from './bytes.ts';
import { demand, type Reading, Stride } from './stride.ts';

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
/** What a complete result has, and one that asks has not (2026-07-28, schema, InputRequiredResult). */
const CONTENT = 256;

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
    ['content', CONTENT],
    ['contents', CONTENT],
    ['messages', CONTENT],
  ]),
];

const OPEN = 0x7b;

const PRIVATE = /* @__PURE__ */ encode('"private"');

/**
 * One answer on its way. Only what `scanServer` takes for a result comes to a good end; what it refuses inside of longer keys
 * and of strings that are not read passes as it is.
 */
export class Outline extends Stride {
  /** `result.isError` is true. */
  isError = false;
  /** The result has content. */
  hasContent = false;
  readonly #sketch: Sketch;
  /** The member whose value comes, by its bit; 0 for any other. */
  #member = 0;
  #seen = 0;
  #out: Uint8Array[] = [];
  /** From here on, the chunk has not been passed on. */
  #from = 0;

  constructor(sketch: Sketch) {
    super();
    this.#sketch = sketch;
  }

  /** The result has begun, and what came before it fits. */
  get begun(): boolean {
    return this.level === 2 || (this.#seen & RESULT) !== 0;
  }

  /** It has said that it is complete. */
  get complete(): boolean {
    return (this.#seen & TYPE) !== 0 && this.#member !== TYPE;
  }

  /** What passes on of the next bytes, as views of them. Null: this may not pass; nothing may be pushed after that. */
  push(chunk: Uint8Array): Uint8Array[] | null {
    this.#out = [];
    this.#from = 0;
    try {
      this.take(chunk);
    } catch {
      return null;
    }
    // A value that is replaced does not pass.
    if (!this.inside || !this.#isReplaced()) this.#pass(chunk, chunk.length);
    return this.#out;
  }

  #pass(chunk: Uint8Array, to: number): void {
    if (to > this.#from) this.#out.push(chunk.subarray(this.#from, to));
    this.#from = to;
  }

  #isReplaced(): boolean {
    return this.#member === ID || this.#member === SCOPE;
  }

  protected override named(key: string | null): void {
    const member = OWN[this.level - 1]!.get(wordOf(key) ?? '') ?? 0;
    if (member === CONTENT) this.hasContent = true;
    this.#member = member < (this.#sketch.cached ? CONTENT : TTL) ? member : 0;
    demand(this.#member !== FOREIGN && (this.#seen & this.#member) === 0);
    this.#seen |= this.#member;
  }

  protected override begins(chunk: Uint8Array, at: number): Reading {
    const isContainer = (chunk[at]! | 0x20) === OPEN;
    if (this.#member === RESULT) {
      demand(chunk[at] === OPEN);
      return 'enter';
    }
    // What is read is none, but for what is not `true`.
    demand(!isContainer || (this.#member & ~IS_ERROR) === 0);
    if (this.#isReplaced()) this.#pass(chunk, at);
    return this.#member === 0 ? 'skip' : 'keep';
  }

  protected override ended(raw: string | null, at: number): void {
    const { id, clientId } = this.#sketch;
    if (this.#member === VERSION) demand(wordOf(raw) === '2.0');
    else if (this.#member === IS_ERROR) this.isError = raw === 'true';
    else if (this.#member === TYPE) demand(wordOf(raw) === 'complete');
    else if (this.#member === ID) {
      demand(raw !== null && /^\d+$/.test(raw) && Number(raw) === id);
      this.#replace(clientId, at);
    } else if (this.#member === SCOPE) this.#replace(PRIVATE, at);
    this.#member = 0;
  }

  /** What stands before `at` is replaced. */
  #replace(value: Uint8Array, at: number): void {
    this.#out.push(value);
    this.#from = at;
  }

  protected override closes(chunk: Uint8Array, brace: number): void {
    if (this.level === 2) this.#complete(chunk, brace);
    else demand(this.#seen % 8 === NEEDED);
    this.#member = 0;
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
    this.#out.push(encode(`${this.filled ? ',' : ''}${members.join()}`));
  }
}

/** The characters of a raw JSON string; null for any other value. Throws on bad escapes. */
function wordOf(raw: string | null): string | null {
  if (!raw?.startsWith('"')) return null;
  const inside = raw.slice(1, -1);
  return inside.includes('\\') ? unescaped(encode(inside), 0, inside.length) : inside;
}
