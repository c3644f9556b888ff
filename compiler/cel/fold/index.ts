// Works out at compile what does not depend on a call: parts without variables, and logic that a constant decides.
import { stepsAhead, stepsOf } from '../cost/steps.ts';
import { dynFunction } from '../functions/index.ts';
import type { Report } from '../problem.ts';
import { type Constant, childrenOf, failsAs, localsOf, type Typed, typed } from '../typed.ts';
import { dynType, type Type } from '../types.ts';
import { evaluated, isConstantType } from './evaluate.ts';
import { withChildren } from './rebuild.ts';

/** The tree with constants in place of what is constant. Warns of what has no value on any call. */
export function folded(root: Typed, warn: Report): Typed {
  const { closed, decides } = foldable(root);
  return closed.size === 0 && !decides ? root : fold(root, closed, warn);
}

type Closed = ReadonlySet<Typed>;

interface Foldable {
  /** The nodes with a value that name no variable, but for those that macros inside them bind. */
  readonly closed: Closed;
  /** A literal stands where logic may be decided by it. */
  readonly decides: boolean;
}

function foldable(root: Typed): Foldable {
  const closed = new Set<Typed>();
  let decides = false;
  /** The outermost variable that the node names, by `id`; 0 for one of the environment. */
  const visit = (node: Typed, level: number): number => {
    if (node.kind === 'variable' || node.kind === 'bad') return 0;
    if (node.kind === 'local') return node.id;
    if (node.kind === 'constant') {
      decides ||= node.constant.type === 'bool';
      return none;
    }
    const inner = level + localsOf(node);
    let outermost = none;
    let at = level;
    for (const child of childrenOf(node)) {
      const named = visit(child, at);
      if (named <= level && named < outermost) outermost = named;
      at = inner;
    }
    if (outermost === none && !isKnown(node) && isConstantType(node.type)) closed.add(node);
    return outermost;
  };
  visit(root, 0);
  return { closed, decides };
}

/** A constant whose type is forgotten: there is nothing to work out. */
function isKnown(node: Typed): boolean {
  return node.kind === 'call' && node.fn === dynFunction && node.args[0]?.kind === 'constant';
}

const none = Number.POSITIVE_INFINITY;

function fold(node: Typed, closed: Closed, warn: Report): Typed {
  if (node.kind === 'constant' || node.kind === 'variable' || node.kind === 'local') return node;
  const worth = closed.has(node) && stepsOf(node) <= stepsAhead;
  const value = worth ? evaluated(node) : null;
  if (value !== null) return constant(node, value);
  const parts = childrenOf(node).map((child) => fold(child, closed, warn));
  if (worth && parts.every(({ kind }) => kind === 'constant')) warnNoValue(node, parts, warn);
  return simplified(withChildren(node, parts));
}

/** A constant of the node's type: one that is forgotten where the node's is not known. */
function constant(node: Typed, value: Constant): Typed {
  const shape = { kind: 'constant', constant: value } as const;
  if (node.type.kind !== 'dyn') return typed(node, { ...node.type }, shape, []);
  const known = typed(node, typeOf(value), shape, []);
  return typed(node, dynType, { kind: 'call', fn: dynFunction, args: [known] }, [known]);
}

function typeOf(value: Constant): Type {
  const time = value.type === 'timestamp' || value.type === 'duration';
  return time ? { kind: value.type, fine: typeof value.value === 'bigint' } : { kind: value.type };
}

function warnNoValue(node: Typed, parts: readonly Typed[], warn: Report): void {
  const byZero = node.kind === 'binary' && (node.op === '/' || node.op === '%') && isZero(parts[1]);
  const beyond =
    node.kind === 'binary' && node.type.kind === 'int'
      ? 'The result is beyond 64 bits.'
      : 'This has no value.';
  warn('cel/no-value', node, {
    message: byZero ? 'This divides by zero.' : beyond,
    why: 'It is an error on every call.',
    help: 'Write the value that is meant.',
  });
}

function isZero(node: Typed | undefined): boolean {
  return node?.kind === 'constant' && 'value' in node.constant && node.constant.value === 0n;
}

/** Logic that a constant decides, and without those that do not; the branch that a constant chooses. */
function simplified(node: Typed): Typed {
  if (node.kind === 'choice') return chosen(node);
  if (node.kind !== 'logic') return node;
  const deciding = node.op === '||';
  const values = node.operands.map(truth);
  if (values.includes(deciding)) return constant(node, { type: 'bool', value: deciding });
  const operands = node.operands.filter((_, i) => values[i] === null);
  const [only] = operands;
  if (only === undefined) return constant(node, { type: 'bool', value: !deciding });
  // A single operand of unknown type must still be bool.
  if (operands.length === 1 && only.type.kind === 'bool') return only;
  const canError = operands.some((operand) => failsAs(operand, 'bool'));
  return typed(node, node.type, { kind: 'logic', op: node.op, operands }, operands, { canError });
}

/** The constant that a folded tree is, its type forgotten or not. */
export function constantOf(node: Typed): Constant | null {
  if (node.kind === 'constant') return node.constant;
  const [only] = node.kind === 'call' && node.fn === dynFunction ? node.args : [];
  return only === undefined ? null : constantOf(only);
}

function truth(node: Typed): boolean | null {
  const value = constantOf(node);
  return value?.type === 'bool' ? value.value : null;
}

/** What stands around relies on the type: a branch of another one is as little known as the whole was. */
function chosen(node: Extract<Typed, { kind: 'choice' }>): Typed {
  const value = truth(node.condition);
  if (value === null) return node;
  const branch = value ? node.yes : node.no;
  if (branch.type.kind === node.type.kind) return branch;
  if (node.type.kind !== 'dyn') return node;
  return typed(node, node.type, { kind: 'call', fn: dynFunction, args: [branch] }, [branch]);
}
