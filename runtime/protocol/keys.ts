// Keys of objects: none twice, and none that only looks like one of the protocol's own.
import { equals, slice, unescaped } from './bytes.ts';
import { unwelcome, type Walk } from './cursor.ts';

const PREFIX = 'io.modelcontextprotocol/';

/**
 * The keys that the protocol's objects call their own: the envelope, `params`, `_meta`. The first key of one holds the
 * next; `scan-client.ts` reads the others by their order. Those that stand last are only held to their spelling.
 */
export const OWN: readonly (readonly string[])[] = [
  ['params', 'jsonrpc', 'id', 'method', 'result', 'error'],
  (
    '_meta name arguments uri requestId cursor inputResponses requestState notifications ref argument context task taskId ' +
    'level protocolVersion capabilities clientInfo progressToken progress total message reason'
  ).split(' '),
  ['progressToken'].concat(
    ...['protocolVersion', 'clientCapabilities', 'clientInfo', 'logLevel', 'subscriptionId'].map(
      (key) => PREFIX + key,
    ),
  ),
];
/** The level of `_meta`; of its keys, the first ones belong to one hop and the others, from `REST`, do not. */
export const META = 2;
export const REST = 4;
/** The level of every object that is not the protocol's own. */
export const NOT_OWN = 3;

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
  const last = bytes[end - 1];
  for (let k = base; k < top; k += 2) {
    if (bytes[keys[k + 1]! - 1] === last && equals(bytes, keys[k]!, keys[k + 1]!, bytes, start, end))
      repeated(w, start, end);
  }
  keys[top] = start;
  keys[top + 1] = end;
  w.top = top + 2;
}

function collect(w: Walk, base: number): Set<string> {
  const set = new Set<string>();
  for (let k = base; k < w.top; k += 2) set.add(slice(w.bytes, w.keys[k]!, w.keys[k + 1]!));
  return set;
}

/** Whatever was found before may be the wrong one. */
function repeated(w: Walk, start: number, end: number): never {
  w.found = [];
  const key = unescaped(w.bytes, start, end).slice(0, 40);
  unwelcome(start - 1, `the key ${JSON.stringify(key)} stands twice, again`);
}

/**
 * The index of the key `bytes[start, end)` among `own`, or -1 if it is none of them. A key that differs from an own one
 * only in case is refused: a backend that ignores case would read it, and policy would not. `w.plain` must still be
 * the key's.
 */
export function ownKey(w: Walk, start: number, end: number, own: readonly string[]): number {
  if (!w.plain) return ownKeyText(unescaped(w.bytes, start, end), start, own);
  for (let k = 0; k < own.length; k++) {
    if (own[k]!.length !== end - start) continue;
    const bits = difference(w.bytes, start, own[k]!);
    if (bits === 0) return k;
    if (bits === 0x20) variant(start, own[k]!);
  }
  return -1;
}

/** The bits in which a key of visible ASCII differs from `name`: 0x20 alone is case. */
function difference(bytes: Uint8Array, start: number, name: string): number {
  let bits = 0;
  for (let i = 0; i < name.length && (bits | 0x20) === 0x20; i++)
    bits |= bytes[start + i]! ^ name.charCodeAt(i);
  return bits;
}

function ownKeyText(key: string, start: number, own: readonly string[]): number {
  const found = own.findIndex((name) => name.toLowerCase() === fold(key));
  if (found >= 0 && own[found] !== key) variant(start, own[found]!);
  return found;
}

/** Without case, in every way that some parser may see it: there are letters outside ASCII that become ASCII. */
function fold(key: string): string {
  return key.replaceAll('\u0130', 'i').toUpperCase().toLowerCase();
}

function variant(start: number, name: string): never {
  unwelcome(start - 1, `a key that differs from "${name}" only in case`);
}
