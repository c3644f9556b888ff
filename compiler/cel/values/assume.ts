// What is known beside a condition that came out one way: of `a && b`, b is only of interest where a is true.

import type { BinaryOperator } from '../ast.ts';
import { keyOf } from '../key.ts';
import type { Typed } from '../typed.ts';
import { isNarrowed, valuesOf } from './evaluate.ts';
import type { Known } from './known.ts';
import { anyNumber, between, isExact, type Numbers } from './numbers.ts';
import { textsOf } from './texts.ts';
import { valuesOfConstant } from './type.ts';
import { join, meet, none, type Values } from './values.ts';

/** The same, where the node came out as wanted. */
export function assuming(node: Typed, wanted: boolean, known: Known): Known {
  if (node.kind === 'not') return assuming(node.operand, !wanted, known);
  if (node.kind === 'logic' && (node.op === '&&') === wanted)
    return node.operands.reduce((so, operand) => assuming(operand, wanted, so), known);
  if (node.kind === 'index' || node.kind === 'field')
    return narrowed(node, { ...none, bools: new Set([wanted]) }, known);
  if (node.kind !== 'binary') return known;
  const { op, left, right } = node;
  if (op === 'in') return among(left, right, wanted, known);
  const asked = wanted ? op : opposite(op, left, right);
  if (right.kind === 'constant') return compared(left, asked, constantOf(right), known);
  return left.kind === 'constant' ? compared(right, mirrored[asked ?? ''], constantOf(left), known) : known;
}

/** Not below is at or above, but for what may be no number. */
function opposite(op: BinaryOperator, left: Typed, right: Typed): BinaryOperator | undefined {
  if (op === '==') return '!=';
  if (op === '!=') return '==';
  return [left, right].every(({ type }) => type.kind === 'int') ? inverse[op] : undefined;
}

const inverse: Readonly<Record<string, BinaryOperator>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' };
const mirrored: Readonly<Record<string, BinaryOperator>> = {
  ...{ '==': '==', '!=': '!=' },
  ...{ '<': '>', '<=': '>=', '>': '<', '>=': '<=' },
};

/** Numbers are equal whatever kinds they are of. */
function constantOf(node: Extract<Typed, { kind: 'constant' }>): Values {
  const values = valuesOfConstant(node.constant);
  const { numbers } = values;
  return numbers === null ? values : { ...values, numbers: { ...numbers, kinds: anyNumber.kinds } };
}

function compared(node: Typed, op: BinaryOperator | undefined, constant: Values, known: Known): Known {
  if (op === '==') return narrowed(node, constant, known);
  if (op === '!=') return without(node, [constant], known);
  const numbers = constant.numbers === null ? null : beside(op, constant.numbers);
  return numbers === null ? known : narrowed(node, { ...none, numbers }, known);
}

/** The numbers that compare so with a constant. */
function beside(op: BinaryOperator | undefined, { low, high, only }: Numbers): Numbers | null {
  if (only === null) return null;
  const open = op === '<' || op === '>';
  if (op === '<' || op === '<=') return between(null, { at: high.at, open });
  return op === '>' || op === '>=' ? between({ at: low.at, open }, null) : null;
}

function among(left: Typed, right: Typed, wanted: boolean, known: Known): Known {
  if (right.kind !== 'list' || right.optional.includes(true)) return known;
  const items = right.items.flatMap((item) => (item.kind === 'constant' ? [constantOf(item)] : []));
  if (items.length < right.items.length) return known;
  return wanted ? narrowed(left, items.reduce(join, none), known) : without(left, items, known);
}

/** Of what is listed, the rest. */
function without(node: Typed, constants: readonly Values[], known: Known): Known {
  const { bools, numbers, texts, ...rest } = valuesOf(node, known);
  const gone = constants.flatMap((one) => [
    ...one.bools,
    ...(one.texts?.only ?? []),
    ...(one.numbers?.only ?? []),
  ]);
  const kept = <One>(all: Iterable<One>): readonly One[] =>
    [...all].filter((one) => !gone.includes(one as string));
  const left = numbers?.only == null ? null : new Set(kept(numbers.only).filter(isExact));
  return narrowed(
    node,
    {
      ...rest,
      bools: new Set(kept(bools)),
      nothing: rest.nothing && !constants.some((one) => one.nothing),
      numbers: left === null ? numbers : left.size === 0 ? null : { ...numbers!, only: left },
      texts: texts?.only == null ? texts : textsOf(kept(texts.only)),
    },
    known,
  );
}

function narrowed(node: Typed, values: Values, known: Known): Known {
  if (!isNarrowed(node)) return known;
  const found = meet(valuesOf(node, known), values);
  return { ...known, narrowed: new Map([...(known.narrowed ?? []), [keyOf(node), found]]) };
}
