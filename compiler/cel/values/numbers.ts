// Sets of numbers: between two ends, perhaps listed, perhaps multiples. An end that a double does not hold exactly is none.

export type NumberKind = 'int' | 'uint' | 'double';

export interface End {
  readonly at: number;
  /** The end itself is left out. */
  readonly open: boolean;
}

/** At least one number. */
export interface Numbers {
  readonly kinds: ReadonlySet<NumberKind>;
  readonly low: End;
  readonly high: End;
  /** All there are; null where they are not listed. */
  readonly only: ReadonlySet<number> | null;
  /** A whole number that each is a multiple of; 0 where there is none. */
  readonly step: number;
}

const anyKind: ReadonlySet<NumberKind> = new Set(['int', 'uint', 'double']);
const lowest: End = { at: Number.NEGATIVE_INFINITY, open: false };
const highest: End = { at: Number.POSITIVE_INFINITY, open: false };

export const anyNumber: Numbers = { kinds: anyKind, low: lowest, high: highest, only: null, step: 0 };

/** Numbers of some kinds. */
export function numbersOf(...kinds: readonly NumberKind[]): Numbers {
  return { ...anyNumber, kinds: new Set(kinds) };
}

/** What lies at or above one end and at or below another; an end that is not exact, or not given, is none. */
export function between(low: Partial<End> | null, high: Partial<End> | null): Numbers {
  return { ...anyNumber, low: endAt(low, lowest), high: endAt(high, highest) };
}

function endAt(end: Partial<End> | null, otherwise: End): End {
  return end?.at === undefined || !isExact(end.at) ? otherwise : { at: end.at, open: end.open === true };
}

/** Is a number the only one that rounds to it? Arguments are validated as doubles, and judged as they were sent. */
export function isExact(value: number): boolean {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

/** One number: of a constant, or of a schema. */
export function oneNumber(value: number, ...kinds: readonly NumberKind[]): Numbers {
  const set = kinds.length === 0 ? anyNumber : numbersOf(...kinds);
  if (!isExact(value)) return set;
  return {
    ...set,
    low: { at: value, open: false },
    high: { at: value, open: false },
    only: new Set([value]),
  };
}

/** Could it be this number? */
export function admitsNumber({ low, high, only, step, kinds }: Numbers, value: number): boolean {
  if (only !== null) return only.has(value);
  if (step !== 0 && isExact(value) && value % step !== 0) return false;
  if (!kinds.has('double') && isExact(value) && !Number.isInteger(value)) return false;
  return isAbove(value, low) && isAbove(-value, turned(high));
}

const turned = ({ at, open }: End): End => ({ at: -at, open });
const isAbove = (value: number, { at, open }: End): boolean => (open ? value > at : value >= at);

/** Numbers of both sets; null where there are none. */
export function meetNumbers(a: Numbers, b: Numbers): Numbers | null {
  const kinds = new Set([...a.kinds].filter((kind) => b.kinds.has(kind)));
  const low = further(a.low, b.low);
  const high = turned(further(turned(a.high), turned(b.high)));
  const both = { kinds, low, high, only: null, step: Math.max(a.step, b.step) };
  const listed = a.only ?? b.only;
  if (listed !== null)
    return listing(
      both,
      [...listed].filter((one) => admits(a, b, one)),
    );
  const tight = tightened(both);
  if (kinds.size === 0 || isEmpty(tight)) return null;
  return tight.low.at === tight.high.at ? listing(tight, [tight.low.at]) : tight;
}

const admits = (a: Numbers, b: Numbers, one: number): boolean => admitsNumber(a, one) && admitsNumber(b, one);

/** The same with the numbers that there are. */
function listing(set: Numbers, all: readonly number[]): Numbers | null {
  const only = new Set(all.filter((one) => admitsNumber(set, one)));
  if (only.size === 0 || set.kinds.size === 0) return null;
  const [low, high] = [Math.min(...only), Math.max(...only)];
  return { ...set, low: { at: low, open: false }, high: { at: high, open: false }, only };
}

/** Of whole numbers the ends are whole, and belong to them. */
function tightened(set: Numbers): Numbers {
  if (set.kinds.has('double') && set.step === 0) return set;
  return { ...set, low: wholeFrom(set.low), high: turned(wholeFrom(turned(set.high))) };
}

function wholeFrom({ at, open }: End): End {
  if (!Number.isFinite(at)) return { at, open };
  return { at: open && Number.isInteger(at) ? at + 1 : Math.ceil(at), open: false };
}

function isEmpty({ low, high }: Numbers): boolean {
  return low.at > high.at || (low.at === high.at && (low.open || high.open));
}

function further(a: End, b: End): End {
  return a.at > b.at || (a.at === b.at && a.open) ? a : b;
}

/** Numbers of either set. */
export function joinNumbers(a: Numbers, b: Numbers): Numbers {
  const nearer = (one: End, other: End): End => (further(one, other) === one ? other : one);
  return {
    kinds: new Set([...a.kinds, ...b.kinds]),
    low: nearer(a.low, b.low),
    high: turned(nearer(turned(a.high), turned(b.high))),
    only: a.only === null || b.only === null ? null : new Set([...a.only, ...b.only]),
    step: a.step === b.step ? a.step : 0,
  };
}

/** May one of `a` be less than one of `b`; or, where `orEqual`, equal to it? */
export function mayBeLess(a: Numbers, b: Numbers, orEqual: boolean): boolean {
  return a.low.at < b.high.at || (orEqual && a.low.at === b.high.at && !a.low.open && !b.high.open);
}

/** Is each of `a` less than each of `b`; or, where `orEqual`, equal to it? */
export function isAlwaysLess(a: Numbers, b: Numbers, orEqual: boolean): boolean {
  // What is no number (NaN) is in no set that has an end.
  if (!Number.isFinite(a.high.at) || !Number.isFinite(b.low.at)) return false;
  return a.high.at < b.low.at || (a.high.at === b.low.at && (orEqual || a.high.open || b.low.open));
}

/** May one number be of both? Whatever kinds they are of, they compare by value. */
export function mayMeet(a: Numbers, b: Numbers): boolean {
  return meetNumbers({ ...a, kinds: anyKind }, { ...b, kinds: anyKind }) !== null;
}
