// Two conditions side by side: does one hold whenever the other does, can both hold? "No" may mean that it is not known.
import { type Conjunct, keyOf, type Plain } from '../cel/index.ts';

type Of<Kind extends Conjunct['kind']> = Extract<Conjunct, { kind: Kind }>;

/** Is each of `wanted` true whenever all of `given` are? */
export function implies(given: readonly Conjunct[], wanted: readonly Conjunct[]): boolean {
  return wanted.every((want) =>
    given.some((one) => (one.of === want.of && impliesOne(one, want)) || finds(one, want)),
  );
}

/** Whatever is true of `args.x` says that there is one. */
function finds({ node }: Conjunct, want: Conjunct): boolean {
  if (want.node.kind !== 'hasKey' || want.kind !== 'is' || !want.values.has(true)) return false;
  if (node.kind !== 'index' || node.index.kind !== 'constant' || node.index.constant.type !== 'string')
    return false;
  return want.node.key === node.index.constant.value && keyOf(want.node.operand) === keyOf(node.operand);
}

function impliesOne(given: Conjunct, wanted: Conjunct): boolean {
  if (given.kind === 'holds') return wanted.kind === 'holds' && given.value === wanted.value;
  if (given.kind === 'is') return [...given.values].every((value) => admits(wanted, value));
  if (wanted.kind === 'isNot') return [...wanted.values].every((value) => !admits(given, value));
  if (given.kind === 'within') return wanted.kind === 'within' && inside(given, wanted);
  return given.kind === 'begins' && wanted.kind === 'begins' && given.text.startsWith(wanted.text);
}

/** Is it true of an expression with this value? */
export function admits(asked: Conjunct, value: Plain): boolean {
  switch (asked.kind) {
    case 'is':
      return asked.values.has(value);
    case 'isNot':
      return !asked.values.has(value);
    case 'within':
      return typeof value === 'number' && above(value, asked.low) && above(-value, negative(asked.high));
    case 'begins':
      return typeof value === 'string' && value.startsWith(asked.text);
    case 'holds':
      return false;
  }
}

type End = Of<'within'>['low'];

const above = (value: number, { at, open }: End): boolean => (open ? value > at : value >= at);
const negative = ({ at, open }: End): End => ({ at: -at, open });

function inside(given: Of<'within'>, wanted: Of<'within'>): boolean {
  return notBelow(given.low, wanted.low) && notBelow(negative(given.high), negative(wanted.high));
}

function notBelow(given: End, wanted: End): boolean {
  return given.at > wanted.at || (given.at === wanted.at && (given.open || !wanted.open));
}

/** Two that cannot both be true of one value; null where none are known. */
export function contradiction(all: readonly Conjunct[]): readonly [Conjunct, Conjunct] | null {
  const seen = new Map<string, Conjunct[]>();
  for (const one of all) {
    const before = seen.get(one.of) ?? [];
    const against = before.find((other) => excludes(one, other));
    if (against !== undefined) return [against, one];
    seen.set(one.of, [...before, one]);
  }
  return null;
}

function excludes(a: Conjunct, b: Conjunct): boolean {
  if (a.kind === 'holds' || b.kind === 'holds') return false;
  if (a.kind === 'is') return ![...a.values].some((value) => admits(b, value));
  if (b.kind === 'is') return excludes(b, a);
  if (a.kind === 'within' && b.kind === 'within') return apart(a, b) || apart(b, a);
  if (a.kind === 'begins' && b.kind === 'begins') {
    return !a.text.startsWith(b.text) && !b.text.startsWith(a.text);
  }
  return (a.kind === 'within' && b.kind === 'begins') || (a.kind === 'begins' && b.kind === 'within');
}

/** All of `a` lies below all of `b`. */
function apart(a: Of<'within'>, b: Of<'within'>): boolean {
  return a.high.at < b.low.at || (a.high.at === b.low.at && (a.high.open || b.low.open));
}
