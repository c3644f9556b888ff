// Keys of objects: none twice, and none that only looks like one of the protocol's own.
import { decode, encode, equals, unescaped } from './bytes.ts';
import { unwelcome, type Walk } from './cursor.ts';

/**
 * The keys that the protocol's objects call their own: the envelope, `params`, `_meta`. The first key of one holds the
 * next; `scan-client.ts` reads the others by their order. Those that stand last are only held to their spelling.
 */
const OWN: readonly (readonly Uint8Array[])[] = /* @__PURE__ */ [
  'params jsonrpc id method result error',
  '_meta name arguments uri requestId cursor inputResponses requestState notifications ref argument context task taskId ' +
    'level protocolVersion capabilities clientInfo progressToken progress total message reason',
  'progressToken @protocolVersion @clientCapabilities @clientInfo @logLevel @subscriptionId',
].map((keys) => keys.replaceAll('@', 'io.modelcontextprotocol/').split(' ').map(encode));
/** Where `task` and `taskId` stand among the keys of `params`. */
export const TASK = 12;
/** The level of `_meta`; of its keys, the first ones belong to one hop and the others, from `REST`, do not. */
export const META = 2;
export const REST = 4;
/** The level of every object that is not the protocol's own. */
export const NOT_OWN = 3;

// Up to here keys are compared one by one; beyond, a set keeps the work linear. Its hash is the engine's, seeded.
const FEW = 24;

/** Refuses two keys of the same characters in the object whose keys begin at `base`; it is over. */
export function checkKeys(w: Walk, base: number, plain: boolean): void {
  if (plain && w.top - base <= FEW * 2) checkPlain(w, base);
  else {
    const seen = new Set<string>();
    for (let k = base; k < w.top; k += 2) {
      const key = unescaped(w.bytes, w.keys[k]!, w.keys[k + 1]!);
      if (seen.has(key)) repeated(w, k);
      seen.add(key);
    }
  }
  w.top = base;
}

function checkPlain(w: Walk, base: number): void {
  const { bytes, keys } = w;
  for (let k = base + 2; k < w.top; k += 2) {
    const last = bytes[keys[k + 1]! - 1];
    for (let j = base; j < k; j += 2) {
      if (
        bytes[keys[j + 1]! - 1] === last &&
        equals(bytes, keys[j]!, keys[j + 1]!, bytes, keys[k]!, keys[k + 1]!)
      )
        repeated(w, k);
    }
  }
}

function repeated({ bytes, keys }: Walk, k: number): never {
  const key = unescaped(bytes, keys[k]!, keys[k + 1]!).slice(0, 40);
  unwelcome(keys[k]! - 1, `the key ${JSON.stringify(key)} stands twice, again`);
}

/**
 * The index of the key `bytes[start, end)` among the own keys of `level`, or -1 if it is none of them. A key that
 * differs from an own one only in case is refused: a backend that ignores case would read it, and policy would not.
 * `w.plain` must still be the key's.
 */
export function ownKey(w: Walk, start: number, end: number, level: number): number {
  const own = OWN[level];
  if (own === undefined) return -1;
  const text = w.plain ? null : unescaped(w.bytes, start, end);
  for (let k = 0; k < own.length; k++) {
    const bits = text === null ? difference(w.bytes, start, end, own[k]!) : distance(text, decode(own[k]!));
    if (bits === 0) return k;
    if (bits === CASE) unwelcome(start - 1, `a key that differs from "${decode(own[k]!)}" only in case`);
  }
  return -1;
}

const CASE = 0x20;

/** The bits in which a key of visible ASCII differs from an own one; -1 for another length. */
function difference(bytes: Uint8Array, start: number, end: number, own: Uint8Array): number {
  if (end - start !== own.length) return -1;
  let bits = 0;
  for (let i = 0; i < own.length && (bits | CASE) === CASE; i++) bits |= bytes[start + i]! ^ own[i]!;
  return bits;
}

/** The same of any key, without case in every way that some parser may see it: letters outside ASCII may become ASCII. */
function distance(key: string, own: string): number {
  if (key === own) return 0;
  const folded = key.replaceAll('\u0130', 'i').toUpperCase().toLowerCase();
  return folded === own.toLowerCase() ? CASE : -1;
}
