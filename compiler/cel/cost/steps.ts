// What evaluating an expression costs at most, in steps: about one for each operator, and one for each ten characters.
// Sizes without a limit of their own are limited by the message they came in.
import { childrenOf, isCounted, type Loop, type Typed } from '../typed.ts';
import { isOpen } from '../types.ts';
import { isScalar, partsOf, sizeOf, unlimited } from './size.ts';

/** Most bytes of a message: `bodyBytes` of runtime/front. Nothing in it has more characters, elements or keys. */
export const messageBytes = 4 * 1024 * 1024;

/** Steps that are worth taking at compile, or when the gateway starts. */
export const stepsAhead = 10_000;

/** Steps for each character or byte that is gone over, or compared. */
const perCharacter = 0.1;
const perCompared = 0.02;

/** Steps to compare an element or the value of a key. */
const perPart = 2;

/** Steps for each element of a list or key of a map that a function goes over. */
const perElement = 0.5;

/** The most steps that evaluation takes. */
export function stepsOf(node: Typed): number {
  return total(node, { counting: false, lengths: new Map() });
}

/**
 * The steps for one element of a loop that the loop's own count stands for: all but what is counted by itself. Of an
 * element without a limit the size is left out, since all elements together are no more than the message.
 */
export function stepsEach({ predicate, transform }: Loop): number {
  const bodies = [predicate, transform].filter((body) => body !== null);
  const way: Way = { counting: true, lengths: new Map() };
  return Math.round(1 + bodies.reduce((sum, body) => sum + total(body, way), 0));
}

interface Way {
  /** What is counted at run time is left out, and so is what has no limit. */
  readonly counting: boolean;
  /** How many elements there are of what the variables of macros stand for. */
  readonly lengths: ReadonlyMap<string, number>;
}

/** The size of a node that counts. Elements without a limit share the message. */
function sizeIn(node: Typed, { counting, lengths }: Way): number {
  const size = sizeOf(node);
  if (size !== unlimited) return Math.min(size, messageBytes);
  if (counting) return 1;
  return messageBytes / (lengths.get(variableOf(node) ?? '') ?? 1);
}

/** The variable of a macro that the node is, or is reached from. */
function variableOf(node: Typed): string | null {
  if (node.kind === 'local') return node.name;
  return node.kind === 'index' || node.kind === 'field' ? variableOf(node.operand) : null;
}

function total(node: Typed, way: Way): number {
  if (node.kind === 'loop') return totalOfLoop(node, way);
  const hides = node.kind === 'bind' || node.kind === 'optMap';
  const inner = hides ? { ...way, lengths: new Map([...way.lengths, [node.local, 1] as const]) } : way;
  let parts = 0;
  for (const child of childrenOf(node)) parts += total(child, inner);
  return parts + (way.counting && isCounted(node) ? 1 : own(node, way));
}

function totalOfLoop(node: Typed & Loop, way: Way): number {
  const range = total(node.range, way);
  if (way.counting && node.counted) return range + 1;
  const length = sizeIn(node.range, way);
  const own = node.locals.map((name) => [name, Math.max(length, 1)] as const);
  const inner = { ...way, lengths: new Map([...way.lengths, ...own]) };
  const bodies = [node.predicate, node.transform].filter((body) => body !== null);
  return range + 1 + length * bodies.reduce((sum, body) => sum + total(body, inner), 1);
}

/** The node's own steps, without its operands'. */
function own(node: Typed, way: Way): number {
  switch (node.kind) {
    case 'constant':
    case 'variable':
    case 'local':
    case 'field':
      return 0;
    case 'binary':
      return ownOfBinary(node, way);
    case 'call':
      return ownOfCall(node, way);
    case 'list':
    case 'map':
      return 1 + childrenOf(node).length;
    default:
      return 1;
  }
}

function ownOfBinary({ op, left, right, type }: Extract<Typed, { kind: 'binary' }>, way: Way): number {
  if (op === 'in') return right.type.kind === 'list' || isOpen(right.type) ? 1 + found(left, right, way) : 2;
  if (hasParts(left) && hasParts(right)) return 1 + perPart * parts(left, right, way);
  if (type.kind === 'bool') return 1 + Math.min(compared(left, way), compared(right, way));
  return isScalar(type) ? 1 : 1 + walked(left, way) + walked(right, way);
}

function ownOfCall({ fn, args }: Extract<Typed, { kind: 'call' }>, way: Way): number {
  if (fn.name === 'size' && args[0]?.type.kind === 'list') return 1;
  return 1 + args.reduce((sum, arg) => sum + walked(arg, way), 0);
}

/** Steps to look for a value among the elements of a list. */
function found(value: Typed, list: Typed, way: Way): number {
  const each = sizeIn(list, way) * perPart;
  return hasParts(value) ? each + perPart * within(partsOf(list), list, way) : each;
}

function hasParts({ type }: Typed): boolean {
  return !isScalar(type) && type.kind !== 'string' && type.kind !== 'bytes';
}

/** What two values that are compared have in common, and the keys of both, which are counted. */
function parts(left: Typed, right: Typed, way: Way): number {
  const common = Math.min(within(partsOf(left), left, way), within(partsOf(right), right, way));
  return common + sizeIn(left, way) + sizeIn(right, way);
}

/** A number of parts, as far as a message has them. */
function within(count: number, node: Typed, way: Way): number {
  return count === unlimited ? sizeIn({ ...node, most: unlimited }, way) : Math.min(count, messageBytes);
}

/** Steps to compare a value. */
function compared(node: Typed, way: Way): number {
  return isScalar(node.type) ? 0 : sizeIn(node, way) * perCompared;
}

/** Steps to go over a value once. */
function walked(node: Typed, way: Way): number {
  if (isScalar(node.type)) return 0;
  const each = node.type.kind === 'list' || node.type.kind === 'map' ? perElement : perCharacter;
  return sizeIn(node, way) * each;
}
