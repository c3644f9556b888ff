// Which part of a condition it is that cannot come out as it would have to, and what is known of what it reads.
import type { Span } from '../problem.ts';
import type { Typed } from '../typed.ts';
import { valuesOf } from './evaluate.ts';
import type { Known } from './known.ts';
import { outcomeOf } from './outcome.ts';
import { howOf } from './searches.ts';
import { join, none, type Values } from './values.ts';
import { wordsOf } from './words.ts';

/** A part, and how it would have to come out. */
export interface Part {
  readonly node: Typed;
  readonly wanted: boolean;
  /** With what negates it. */
  readonly whole: { readonly span: Span; readonly wanted: boolean };
}

/** Could it come out so, for anything that is known? */
export function isPossible(node: Typed, wanted: boolean, cases: readonly Known[]): boolean {
  return cases.some((known) => outcomeOf(node, known)[wanted ? 'yes' : 'no']);
}

/** The smallest part that alone makes it impossible for a condition to come out as wanted. */
export function partOf(
  node: Typed,
  wanted: boolean,
  cases: readonly Known[],
  whole: Part['whole'] = { span: node, wanted },
): Part {
  if (node.kind === 'not') return partOf(node.operand, !wanted, cases, whole);
  // Of `a && b` one that cannot be true is enough.
  if (node.kind === 'logic' && (node.op === '&&') === wanted) {
    const part = node.operands.find((operand) => !isPossible(operand, wanted, cases));
    if (part !== undefined) return partOf(part, wanted, cases);
  }
  return { node, wanted, whole };
}

export interface Cause {
  /** What is known of. */
  readonly of: Span;
  /** `is at least 1`. */
  readonly is: string;
}

/** Why a part comes out as it does: what can be said of what it reads; null where that takes many words. */
export function causeOf({ node }: Part, cases: readonly Known[]): Cause | null {
  if (node.kind === 'hasKey') return keyCause(node, cases);
  const of = subjectOf(node);
  if (of === null) return null;
  const is = wordsOf(cases.map((known) => valuesOf(of, known)).reduce(join, none));
  return is === null ? null : { of, is };
}

/** What is compared with constants, or asked by itself. */
function subjectOf(node: Typed): Typed | null {
  if (node.kind === 'index' || node.kind === 'field') return node;
  if (node.kind === 'call') return howOf(node.fn.name) === null ? null : (node.args[0] ?? null);
  if (node.kind !== 'binary') return null;
  const open = [node.left, node.right].filter((operand) => !isFixed(operand));
  return open.length === 1 && (node.op !== 'in' || isFixed(node.right)) ? open[0]! : null;
}

function isFixed(node: Typed): boolean {
  return node.kind === 'constant' || (node.kind === 'list' && node.items.every(isFixed));
}

/** `has(args.x)`, by its whole text. */
function keyCause(node: Extract<Typed, { kind: 'hasKey' }>, cases: readonly Known[]): Cause | null {
  const held = cases.map((known): Values['maps'] => valuesOf(node.operand, known).maps);
  const missing = held.map((maps) => maps?.at(node.key).missing);
  const key = `\`${node.key}\``;
  if (missing.every((one) => one === 'always')) return { of: node.operand, is: `has no ${key}` };
  return missing.every((one) => one === 'never') ? { of: node.operand, is: `always has ${key}` } : null;
}
