// What is known of a place since it is only reached where something before it came out one way: keys that `has` found,
// which can be read without failing, and sizes that were asked for.
import type { Typed } from '../typed.ts';
import { isRecord } from '../types.ts';
import type { Proof } from './context.ts';

/**
 * The paths that are present where the node came out as `outcome`. Only of nodes that cannot fail: they are evaluated
 * before what relies on them.
 */
export function provenBy(node: Typed, outcome: boolean): readonly string[] {
  if (node.canError) return [];
  if (node.kind === 'not') return provenBy(node.operand, !outcome);
  if (node.kind === 'logic' && (node.op === '&&') === outcome) {
    return node.operands.flatMap((operand) => provenBy(operand, outcome));
  }
  if (!outcome) return [];
  const path = node.kind === 'hasKey' ? within(node.operand, node.key) : heldKey(node);
  return path === null ? [] : [path];
}

/** The path of a key that is asked for with `in`. */
function heldKey(node: Typed): string | null {
  if (node.kind !== 'binary' || node.op !== 'in' || node.left.kind !== 'constant') return null;
  const { constant } = node.left;
  return constant.type === 'string' && isRecord(node.right.type) ? within(node.right, constant.value) : null;
}

/** All that is known where the node came out as `outcome`. */
export function proofOf(node: Typed, outcome: boolean): Proof {
  return { present: provenBy(node, outcome), sizes: sizedBy(node, outcome) };
}

/**
 * The greatest sizes where the node came out as `outcome`: `size(args.rows) <= 50`. A comparison may fail, but then so does
 * what goes over the same path, and comes after it; other logic that may fail is perhaps evaluated last.
 */
function sizedBy(node: Typed, outcome: boolean): Proof['sizes'] {
  if (node.kind === 'not') return sizedBy(node.operand, !outcome);
  if (node.kind === 'logic' && (node.op === '&&') === outcome && !node.canError) {
    return node.operands.flatMap((operand) => sizedBy(operand, outcome));
  }
  if (node.kind !== 'binary') return [];
  const asked =
    sizeAsked(node.left, node.op, node.right) ?? sizeAsked(node.right, turned[node.op], node.left);
  const most = asked === null ? undefined : greatest(outcome ? asked.op : opposite[asked.op], asked.than);
  return asked === null || most === undefined ? [] : [[asked.path, most]];
}

type Operator = Extract<Typed, { kind: 'binary' }>['op'];

const turned: Readonly<Partial<Record<Operator, Operator>>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
};
const opposite: Readonly<Partial<Record<Operator, Operator>>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

interface Asked {
  readonly path: string;
  readonly op: Operator;
  readonly than: number;
}

function sizeAsked(size: Typed, op: Operator | undefined, than: Typed): Asked | null {
  if (op === undefined || size.kind !== 'call' || size.fn.name !== 'size' || than.kind !== 'constant')
    return null;
  const [of] = size.args;
  const path = of === undefined ? null : pathOf(of);
  return path === null || than.constant.type !== 'int'
    ? null
    : { path, op, than: Number(than.constant.value) };
}

function greatest(op: Operator | undefined, than: number): number | undefined {
  if (op === '<') return Math.max(0, than - 1);
  return op === '<=' || op === '==' ? Math.max(0, than) : undefined;
}

/** The path of a key under an operand's path. */
export function keyPath(operand: string, key: string): string {
  return `${operand}/${JSON.stringify(key)}`;
}

/** How a value is reached from a variable by fields and literal keys; null for anything else. */
export function pathOf(node: Typed): string | null {
  if (node.kind === 'variable') return node.name;
  if (node.kind === 'local') return `${node.name}#${node.id}`;
  if (node.kind === 'field') return within(node.operand, node.name);
  if (node.kind !== 'index' || node.index.kind !== 'constant') return null;
  return node.index.constant.type === 'string' ? within(node.operand, node.index.constant.value) : null;
}

function within(operand: Typed, key: string): string | null {
  const path = pathOf(operand);
  return path === null ? null : keyPath(path, key);
}
