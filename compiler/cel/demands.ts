// What a condition demands of the arguments before anything else: `args.ward == "w3"` as an operand of its outermost `&&`.
// A call that does not meet a demand need not be shown the rule at all.
import type { Builder } from '../emit/builder.ts';
import { type Code, identifier } from '../emit/code.ts';
import { printRead } from './print/read.ts';
import { isParameter } from './shape.ts';
import type { Typed } from './typed.ts';

/**
 * One argument that must be one of some values. Where it is another value, the condition is not true; a deny's is false,
 * whatever the rest of it is, since a false operand of `&&` absorbs every error.
 */
export interface Demand {
  /** Keys from `args` on. */
  readonly path: readonly string[];
  /** Text, whole numbers within 2^53 and booleans; `Code` where a parameter stands for one. */
  readonly values: readonly (string | number | boolean | Code)[];
  /** The condition asks by `has` first: where the argument is missing it is false, not an error. */
  readonly guarded: boolean;
}

/** More values of one argument than this are not worth an entry for each. */
const mostValues = 32;

/**
 * The demands of a condition. For a deny only those on arguments of unknown type: there a comparison has no error, so
 * that another value makes the condition false.
 */
export function demandsOf(root: Typed, effect: 'allow' | 'deny'): readonly Demand[] {
  const sure = (node: Typed): boolean => effect === 'allow' || node.type.kind === 'dyn';
  return conjuncts(root).flatMap((node) => {
    const demand = demandOf(node, sure);
    return demand === null || demand.values.length > mostValues ? [] : [demand];
  });
}

/** The same for the plan, each with a function that reads its argument. */
export function printDemands(root: Typed, effect: 'allow' | 'deny', builder: Builder): readonly object[] {
  return demandsOf(root, effect).map((demand) => ({ ...demand, read: printRead(demand.path, builder) }));
}

function conjuncts(node: Typed): readonly Typed[] {
  return node.kind === 'logic' && node.op === '&&' ? node.operands.flatMap(conjuncts) : [node];
}

function demandOf(node: Typed, sure: (path: Typed) => boolean): Demand | null {
  if (node.kind === 'logic' && node.op === '||') {
    return either(node.operands.map((operand) => demandOf(operand, sure)));
  }
  if (node.kind !== 'binary') return null;
  if (node.op === 'in') return node.right.kind === 'list' ? equal(node.left, node.right.items, sure) : null;
  if (node.op !== '==') return null;
  return equal(node.left, [node.right], sure) ?? equal(node.right, [node.left], sure);
}

/** `a == 1 || a == 2`: one path throughout. */
function either(demands: readonly (Demand | null)[]): Demand | null {
  const all = demands.filter((demand) => demand !== null);
  const [first] = all;
  if (first === undefined || all.length < demands.length) return null;
  if (all.some(({ path }) => path.join('\0') !== first.path.join('\0'))) return null;
  return {
    path: first.path,
    values: all.flatMap(({ values }) => values),
    guarded: all.every(({ guarded }) => guarded),
  };
}

function equal(node: Typed, items: readonly Typed[], sure: (path: Typed) => boolean): Demand | null {
  const path = argumentOf(node);
  if (path === null || !sure(node) || node.kind !== 'index') return null;
  const values = items.map(constantOf).filter((value) => value !== null);
  return values.length < items.length ? null : { path, values, guarded: node.present };
}

/** Keys from `args` to the node; null where it is reached in any other way. */
function argumentOf(node: Typed): readonly string[] | null {
  if (node.kind === 'variable') return node.name === 'args' ? [] : null;
  if (node.kind !== 'index' || node.index.kind !== 'constant' || node.index.constant.type !== 'string') {
    return null;
  }
  const operand = argumentOf(node.operand);
  return operand === null ? null : [...operand, node.index.constant.value];
}

function constantOf(node: Typed): string | number | boolean | Code | null {
  if (node.kind === 'variable') return isParameter(node.name) ? identifier(node.name) : null;
  if (node.kind !== 'constant') return null;
  const { constant } = node;
  if (constant.type === 'string' || constant.type === 'bool') return constant.value;
  if (constant.type !== 'int') return null;
  return Number.isSafeInteger(Number(constant.value)) ? Number(constant.value) : null;
}
