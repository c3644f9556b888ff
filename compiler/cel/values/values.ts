// All values that something can have, as far as it is known before a call: never too few of them.
import { typeNames } from '../functions/index.ts';
import { anyNumber, joinNumbers, meetNumbers, type Numbers } from './numbers.ts';
import { anyText, joinTexts, meetTexts, type Texts } from './texts.ts';

/** What there is of each kind; none of a kind is null, or an empty set. */
export interface Values {
  readonly bools: ReadonlySet<boolean>;
  /** It may be null. */
  readonly nothing: boolean;
  readonly numbers: Numbers | null;
  readonly texts: Texts | null;
  readonly lists: Lists | null;
  readonly maps: Maps | null;
  /** Names of types: what `type(x)` gives. */
  readonly types: ReadonlySet<string>;
  readonly others: ReadonlySet<Other>;
}

export type Other = 'bytes' | 'timestamp' | 'duration' | 'optional';

/** How many elements or keys there are. */
export interface Sized {
  readonly least: number;
  readonly most: number;
}

export interface Lists extends Sized {
  element(): Values;
}

export interface Maps extends Sized {
  at(key: string): Held;
}

/** What is at a key, where it is there. */
export interface Held {
  readonly values: Values;
  readonly missing: 'never' | 'perhaps' | 'always';
}

export const none: Values = {
  bools: new Set(),
  nothing: false,
  numbers: null,
  texts: null,
  lists: null,
  maps: null,
  types: new Set(),
  others: new Set(),
};

const unsized: Sized = { least: 0, most: Number.POSITIVE_INFINITY };

export const anyList: Lists = { ...unsized, element: () => anything };
export const anyMap: Maps = { ...unsized, at: () => ({ values: anything, missing: 'perhaps' }) };

export const anything: Values = {
  bools: new Set([true, false]),
  nothing: true,
  numbers: anyNumber,
  texts: anyText,
  lists: anyList,
  maps: anyMap,
  types: typeNames,
  others: new Set(['bytes', 'timestamp', 'duration', 'optional']),
};

export function isNone(values: Values): boolean {
  const { bools, nothing, numbers, texts, lists, maps, types, others } = values;
  const some = nothing || numbers !== null || texts !== null || lists !== null || maps !== null;
  return !some && bools.size + types.size + others.size === 0;
}

/** Values of both. */
export function meet(a: Values, b: Values): Values {
  if (a === anything) return b;
  if (b === anything) return a;
  return {
    bools: common(a.bools, b.bools),
    nothing: a.nothing && b.nothing,
    numbers: a.numbers && b.numbers && meetNumbers(a.numbers, b.numbers),
    texts: a.texts && b.texts && meetTexts(a.texts, b.texts),
    lists: a.lists && b.lists && meetLists(a.lists, b.lists),
    maps: a.maps && b.maps && meetMaps(a.maps, b.maps),
    types: common(a.types, b.types),
    others: common(a.others, b.others),
  };
}

/** Values of either. */
export function join(a: Values, b: Values): Values {
  if (a === anything || b === anything) return anything;
  return {
    bools: new Set([...a.bools, ...b.bools]),
    nothing: a.nothing || b.nothing,
    numbers: a.numbers && b.numbers ? joinNumbers(a.numbers, b.numbers) : (a.numbers ?? b.numbers),
    texts: a.texts && b.texts ? joinTexts(a.texts, b.texts) : (a.texts ?? b.texts),
    lists: a.lists && b.lists ? joinLists(a.lists, b.lists) : (a.lists ?? b.lists),
    maps: a.maps && b.maps ? joinMaps(a.maps, b.maps) : (a.maps ?? b.maps),
    types: new Set([...a.types, ...b.types]),
    others: new Set([...a.others, ...b.others]),
  };
}

function common<One>(a: ReadonlySet<One>, b: ReadonlySet<One>): ReadonlySet<One> {
  return a === b ? a : new Set([...a].filter((one) => b.has(one)));
}

function within<Of extends Sized>(sized: Of): Of | null {
  return sized.least > sized.most ? null : sized;
}

const narrower = (a: Sized, b: Sized): Sized => ({
  least: Math.max(a.least, b.least),
  most: Math.min(a.most, b.most),
});
const wider = (a: Sized, b: Sized): Sized => ({
  least: Math.min(a.least, b.least),
  most: Math.max(a.most, b.most),
});

function meetLists(a: Lists, b: Lists): Lists | null {
  return within({ ...narrower(a, b), element: () => meet(a.element(), b.element()) });
}

function joinLists(a: Lists, b: Lists): Lists {
  return { ...wider(a, b), element: () => join(a.element(), b.element()) };
}

function meetMaps(a: Maps, b: Maps): Maps | null {
  return within({ ...narrower(a, b), at: (key) => meetHeld(a.at(key), b.at(key)) });
}

function joinMaps(a: Maps, b: Maps): Maps {
  return { ...wider(a, b), at: (key) => joinHeld(a.at(key), b.at(key)) };
}

function meetHeld(a: Held, b: Held): Held {
  const values = meet(a.values, b.values);
  const missing = [a.missing, b.missing];
  if (missing.includes('always') || isNone(values)) return { values: none, missing: 'always' };
  return { values, missing: missing.includes('never') ? 'never' : 'perhaps' };
}

function joinHeld(a: Held, b: Held): Held {
  return { values: join(a.values, b.values), missing: a.missing === b.missing ? a.missing : 'perhaps' };
}
