// Keys of objects: none twice, and none that only looks like one of the protocol's own.
import { encode, equals, slice, unescaped } from './bytes.ts';
import { type Fault, unwelcome, type Walk } from './cursor.ts';
import { INVALID_REQUEST } from './errors.ts';

// Up to here keys are compared one by one; beyond, a set keeps the work linear. Its hash is the engine's, seeded.
const FEW = 24;

/**
 * Notes a key of the object whose keys begin at `base` and refuses a second one of the same characters.
 * Returns the set that holds the keys once there are many or one needed unescaping, else null.
 */
export function remember(
  w: Walk,
  base: number,
  start: number,
  end: number,
  many: Set<string> | null,
): Set<string> | null {
  if (many === null && w.plain && w.top - base < FEW * 2) {
    rememberPlain(w, base, start, end);
    return null;
  }
  const set = many ?? collect(w, base);
  const key = unescaped(w.bytes, start, end);
  if (set.has(key)) repeated(w, start, end);
  return set.add(key);
}

function rememberPlain(w: Walk, base: number, start: number, end: number): void {
  const { bytes, keys, top } = w;
  const length = end - start;
  const last = bytes[end - 1];
  for (let k = base; k < top; k += 2) {
    const other = keys[k + 1]!;
    if (bytes[other - 1] === last && other - keys[k]! === length && same(bytes, keys[k]!, start, length)) {
      repeated(w, start, end);
    }
  }
  keys[top] = start;
  keys[top + 1] = end;
  w.top = top + 2;
}

function same(bytes: Uint8Array, one: number, other: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[one + i] !== bytes[other + i]) return false;
  return true;
}

function collect(w: Walk, base: number): Set<string> {
  const set = new Set<string>();
  for (let k = base; k < w.top; k += 2) set.add(slice(w.bytes, w.keys[k]!, w.keys[k + 1]!));
  return set;
}

function repeated(w: Walk, start: number, end: number): never {
  const problem = `the key ${shown(unescaped(w.bytes, start, end))} stands twice, again at byte ${start - 1}`;
  throw { code: INVALID_REQUEST, message: `Invalid Request: ${problem}`, ambiguous: true } satisfies Fault;
}

function shown(key: string): string {
  return JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key);
}

/** The keys that one object of the protocol calls its own. */
export interface OwnKeys {
  readonly names: readonly string[];
  readonly exact: readonly Uint8Array[];
  /** Lower case. */
  readonly folded: readonly string[];
}

/** Prepares a table of own keys, ASCII only. */
export function ownKeys(...names: string[]): OwnKeys {
  return { names, exact: names.map(encode), folded: names.map((n) => n.toLowerCase()) };
}

/**
 * The index of the key `bytes[start, end)` among `own`, or -1 if it is none of them. A key that differs from an own one
 * only in case is refused: a backend that ignores case would read it, and policy would not. `w.plain` must still be
 * the key's.
 */
export function ownKey(w: Walk, start: number, end: number, own: OwnKeys): number {
  if (!w.plain) return ownKeyText(unescaped(w.bytes, start, end), start, own);
  for (let k = 0; k < own.exact.length; k++) {
    const exact = own.exact[k]!;
    if (exact.length !== end - start) continue;
    if (equals(w.bytes, start, end, exact)) return k;
    if (alike(w.bytes, start, exact)) variant(start, own.names[k]!);
  }
  return -1;
}

function ownKeyText(key: string, start: number, own: OwnKeys): number {
  const found = own.folded.indexOf(fold(key));
  if (found >= 0 && own.names[found] !== key) variant(start, own.names[found]!);
  return found;
}

function alike(bytes: Uint8Array, start: number, exact: Uint8Array): boolean {
  for (let i = 0; i < exact.length; i++) if (lower(bytes[start + i]!) !== lower(exact[i]!)) return false;
  return true;
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

/** Without case, in every way that some parser may see it: there are letters outside ASCII that become ASCII. */
function fold(key: string): string {
  return key.replaceAll('\u0130', 'i').toUpperCase().toLowerCase();
}

function variant(start: number, name: string): never {
  unwelcome(start - 1, `a key that differs from "${name}" only in case`);
}
