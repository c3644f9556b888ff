// What functions cost for each character of a text, and for each element of a list or key of a map, that they are given:
// steps of some 40 ns at worst. The same at compile, for the bound, and at run time, where it is counted.
import { perOffset } from '../../../runtime/cel/budget.ts';
import type { CelFunction } from '../functions/function.ts';
import type { Typed } from '../typed.ts';

export {
  perAlike,
  perCompared,
  perInstruction,
  perJoined,
  perKey,
  perMade,
  perPart,
  perPattern,
} from '../../../runtime/cel/budget.ts';

/** Of what is gone over once. */
const perCharacter = 0.2;
const perElement = 1;

/** Of a short part that is known, JavaScript's own search is fast; else it is never slow. */
const known = 0.1;
const sought = 1;
const shortest = 16;

type Weights = readonly number[];

/** For each argument; the last one stands for all that follow. */
const weights: ReadonlyMap<string, Weights> = new Map([
  ['dyn', [0]],
  ['type', [0]],
  ['value', [0]],
  ['hasValue', [0]],
  ['or', [0]],
  ['orValue', [0]],
  ['optional.of', [0]],
  ['optional.ofNonZeroValue', [0]],
  ['startsWith', [0, 0.05]],
  ['endsWith', [0, 0.05]],
  ['contains', [sought, 0]],
  ['indexOf', [sought, 0]],
  ['lastIndexOf', [sought, 0]],
  ['lowerAscii', [0.4]],
  ['upperAscii', [0.4]],
  ['reverse', [0.4]],
  ['replace', [1.5, 0]],
  ['split', [1, 0]],
  ['join', [3, 0]],
  ['strings.quote', [4]],
  ['matches', [0.2, 3]],
  ['base64.encode', [0.8]],
  ['base64.decode', [0.8]],
]);

const searches: ReadonlySet<string> = new Set(['contains', 'indexOf', 'lastIndexOf']);

/** Functions whose result may be larger than what they are given: for each character of it. */
const grown: ReadonlyMap<string, number> = new Map([
  ['replace', 0.1],
  ['join', 0.1],
  ['format', 0.5],
  ['strings.quote', 0.1],
]);

/** Steps for each character or element of an argument. */
export function weightOf(fn: CelFunction, args: readonly Typed[], at: number): number {
  const { kind } = args[at]!.type;
  if (fn.name === 'size')
    return kind === 'list' ? 0 : kind === 'map' || kind === 'object' ? perElement : known;
  if (searches.has(fn.name) && isShort(args[1])) return at === 0 ? known : 0;
  const own = weights.get(fn.name);
  if (own !== undefined) return own[Math.min(at, own.length - 1)]!;
  return kind === 'list' || kind === 'map' || kind === 'object' ? perElement : perCharacter;
}

/** Steps for each character of the result. */
export function weightOfResult({ name }: CelFunction): number {
  return grown.get(name) ?? 0;
}

/** What a call takes however little it is given. */
const calls: ReadonlyMap<string, number> = new Map([
  ['timestamp', 100],
  ['duration', 40],
  ['bytes', 30],
  ['string', 30],
  ['format', 50],
]);

/** Steps of a call beside those for what it is given. */
export function weightOfCall(fn: CelFunction): number {
  return asksZone(fn) ? perOffset : (calls.get(fn.name) ?? 0);
}

/** Does the function ask a time zone? */
export function asksZone({ params: [time, zone] }: CelFunction): boolean {
  return time === 'timestamp' && zone !== undefined;
}

function isShort(part: Typed | undefined): boolean {
  return (
    part?.kind === 'constant' && part.constant.type === 'string' && part.constant.value.length <= shortest
  );
}

/** For each character that is looked up in the table of a pattern. */
export const perLook = 0.2;

/** For each element, or key, that a macro of two variables pairs with what is there; and for each that becomes a key. */
export const perPair = 20;
export const perEntry = 50;

/** To begin a loop: a function is made, and what it goes over is counted. */
export const perLoop = 8;

/** For each element beside what is looked for among them. */
export const perFound = 0.75;
