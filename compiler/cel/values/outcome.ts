// How a condition can come out, of all values that what it reads can have: never fewer ways than there are.

import { keyOf } from '../key.ts';
import { childrenOf, type Typed } from '../typed.ts';
import { assuming } from './assume.ts';
import { isAmong, isOne, mayEqual, mayNotPrecede, mayPrecede } from './compare.ts';
import { isNarrowed, valuesOf } from './evaluate.ts';
import { fails } from './fails.ts';
import { type Known, withLocals } from './known.ts';
import { howOf, outcomesOf, searchOf } from './searches.ts';
import { anything, type Values } from './values.ts';

/** Which of the three ways are possible. */
export interface Outcome {
  readonly yes: boolean;
  readonly no: boolean;
  readonly error: boolean;
}

type Of<Kind extends Typed['kind']> = Extract<Typed, { kind: Kind }>;

/** Of a node that gives a bool, or an error where it gives something else. */
export function outcomeOf(node: Typed, known: Known): Outcome {
  switch (node.kind) {
    case 'not': {
      const { yes, no, error } = outcomeOf(node.operand, known);
      return { yes: no, no: yes, error };
    }
    case 'logic':
      return logic(node, known);
    case 'choice':
      return choice(node, known);
    default:
      return { ...truth(node, known), error: fails(node, known) };
  }
}

type Truth = Pick<Outcome, 'yes' | 'no'>;

/** An operand that decides absorbs every error. */
function logic({ op, operands }: Of<'logic'>, known: Known): Outcome {
  const all = operands.map((operand) => outcomeOf(operand, known));
  const decides = (one: Outcome): boolean => (op === '&&' ? one.no : one.yes);
  const passes = (one: Outcome): boolean => (op === '&&' ? one.yes : one.no);
  const decided = all.some(decides);
  const passed = all.every(passes) && allPass(op === '&&', operands, known);
  const error = all.some((one) => one.error) && all.every((one) => passes(one) || one.error);
  return op === '&&' ? { yes: passed, no: decided, error } : { yes: decided, no: passed, error };
}

/** Is anything read twice? Where nothing is, what one operand is says nothing of another. */
function asksAgain(operands: readonly Typed[]): boolean {
  const seen = new Set<string>();
  return operands.some((operand) => {
    const read = [...new Set(readsOf(operand))];
    const again = read.some((key) => seen.has(key));
    for (const key of read) seen.add(key);
    return again;
  });
}

function readsOf(node: Typed): readonly string[] {
  return isNarrowed(node) ? [keyOf(node)] : childrenOf(node).flatMap(readsOf);
}

/** May each come out so, where those before it did? Asked once on the way, or deep logic would take time by the power of its depth. */
function allPass(wanted: boolean, operands: readonly Typed[], known: Known): boolean {
  if (known.narrowed !== undefined || !asksAgain(operands)) return true;
  let so = known;
  for (const [at, operand] of operands.entries()) {
    if (so !== known && !outcomeOf(operand, so)[wanted ? 'yes' : 'no']) return false;
    if (at < operands.length - 1) so = assuming(operand, wanted, so);
  }
  return true;
}

function choice({ condition, yes, no }: Of<'choice'>, known: Known): Outcome {
  const asked = outcomeOf(condition, known);
  const branches = [
    ...(asked.yes ? [outcomeOf(yes, known)] : []),
    ...(asked.no ? [outcomeOf(no, known)] : []),
  ];
  return {
    yes: branches.some((one) => one.yes),
    no: branches.some((one) => one.no),
    error: asked.error || branches.some((one) => one.error),
  };
}

const both: Truth = { yes: true, no: true };

/** What it may be, where it is no error. */
function truth(node: Typed, known: Known): Truth {
  switch (node.kind) {
    case 'binary':
      return comparison(node, known);
    case 'hasKey':
      return present(valuesOf(node.operand, known), node.key);
    case 'notEmpty':
      return filled(valuesOf(node.operand, known));
    case 'loop':
      return quantified(node, known);
    case 'call':
      return searched(node, known) ?? bools(valuesOf(node, known));
    default:
      return bools(valuesOf(node, known));
  }
}

function bools({ bools: set }: Values): Truth {
  return { yes: set.has(true), no: set.has(false) };
}

function comparison(node: Of<'binary'>, known: Known): Truth {
  const [a, b] = [valuesOf(node.left, known), valuesOf(node.right, known)];
  switch (node.op) {
    case '==':
      return { yes: mayEqual(a, b), no: !isSame(a, b) };
    case '!=':
      return { yes: !isSame(a, b), no: mayEqual(a, b) };
    case 'in':
      return member(node, a, b, known);
    case '<':
    case '<=':
      return order(a, b, node.op === '<=');
    case '>':
    case '>=':
      return order(b, a, node.op === '>=');
    default:
      return both;
  }
}

/** Are they one value, both the same? */
function isSame(a: Values, b: Values): boolean {
  return isOne(a) && isOne(b) && isAmong(a, [b]);
}

function order(a: Values, b: Values, orEqual: boolean): Truth {
  return { yes: mayPrecede(a, b, orEqual), no: mayNotPrecede(a, b, orEqual) };
}

function member({ left, right }: Of<'binary'>, a: Values, b: Values, known: Known): Truth {
  if (right.kind === 'list' && !right.optional.includes(true)) {
    const items = right.items.map((item) => valuesOf(item, known));
    const fixed = right.items.every(({ kind }) => kind === 'constant');
    return { yes: items.some((item) => mayEqual(a, item)), no: !(fixed && isAmong(a, items)) };
  }
  const inList = b.lists !== null && b.lists.most > 0 && mayEqual(a, b.lists.element());
  const key = left.kind === 'constant' && left.constant.type === 'string' ? left.constant.value : null;
  if (b.maps === null) return { yes: inList, no: true };
  if (key === null) return both;
  const there = present({ ...b, lists: null }, key);
  return { yes: inList || there.yes, no: b.lists !== null || there.no };
}

function present({ maps }: Values, key: string): Truth {
  if (maps === null) return { yes: false, no: false };
  const { missing } = maps.at(key);
  return { yes: missing !== 'always' && maps.most > 0, no: missing !== 'never' };
}

/** `has` of a declared field. */
function filled({ texts, lists, maps }: Values): Truth {
  const sized = [texts, lists, maps].filter((one) => one !== null);
  return { yes: sized.some(({ most }) => most > 0), no: sized.some(({ least }) => least === 0) };
}

/** `all` and `exists` over a list: of an empty one it is known, of others each element may be any of them. */
function quantified(node: Of<'loop'>, known: Known): Truth {
  const { lists, maps } = valuesOf(node.range, known);
  if (lists === null && maps === null) return { yes: false, no: false };
  if (node.predicate === null || maps !== null || lists === null) return both;
  if (node.macro !== 'all' && node.macro !== 'exists') return both;
  const element = lists.element();
  const locals = node.locals.length === 1 ? [element] : [anything, element];
  const { yes, no } = outcomeOf(node.predicate, withLocals(known, locals));
  const [some, full] = [lists.most > 0, lists.least > 0];
  return node.macro === 'exists'
    ? { yes: yes && some, no: no || !full }
    : { yes: yes || !full, no: no && some };
}

/** Null where it is no search in a text. */
function searched(node: Of<'call'>, known: Known): Truth | null {
  const how = howOf(node.fn.name);
  const [text, sought] = node.args;
  if (how === null || text === undefined || sought === undefined) return null;
  const [of, by] = [valuesOf(text, known).texts, valuesOf(sought, known).texts];
  if (of === null || by === null) return { yes: false, no: false };
  if (by.only === null) return both;
  const ways = [...by.only].map((one) => outcomesOf(of, searchOf(node, how, one)));
  return { yes: ways.some(({ yes }) => yes), no: ways.some(({ no }) => no) };
}
