// The steps that a node takes by itself, without its operands.
import { longest } from '../../../runtime/cel/text.ts';
import type { Typed } from '../typed.ts';
import { isOpen, isRecord, type Type } from '../types.ts';
import { charactersOf, partsOf } from './parts.ts';
import { stepsOfPattern } from './pattern.ts';
import { elementSize, isScalar, messageBytes, sizeOf, unlimited } from './size.ts';
import {
  perAlike,
  perCompared,
  perEntry,
  perFound,
  perJoined,
  perPart,
  weightOf,
  weightOfCall,
  weightOfResult,
} from './weights.ts';

/** How steps are counted. */
export interface Way {
  /** What is counted at run time is left out, and so is what has no limit. */
  readonly counting: boolean;
  /** How many elements there are of what the variables of macros stand for. */
  readonly lengths: ReadonlyMap<string, number>;
}

/** The size of a node that counts. Elements without a limit share the message. */
export function sizeIn(node: Typed, { counting, lengths }: Way): number {
  const size = sizeOf(node);
  const most = node.kind === 'call' ? longest : messageBytes / (perPlace.get(node.type.kind) ?? 1);
  if (size !== unlimited) return Math.min(size, most);
  if (counting) return 1;
  return most / (lengths.get(variableOf(node) ?? '') ?? 1);
}

/** Bytes that an element of a list, or a key with its value, takes at least: `1,` and `"":1,`. */
const perPlace: ReadonlyMap<Type['kind'], number> = new Map([
  ['list', 2],
  ['map', 5],
  ['object', 5],
]);

/** The variable of a macro that the node is, or is reached from. */
function variableOf(node: Typed): string | null {
  if (node.kind === 'local') return node.name;
  return node.kind === 'index' || node.kind === 'field' ? variableOf(node.operand) : null;
}

/** The node's own steps, without its operands'. */
export function own(node: Typed, way: Way): number {
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
      return 1 + node.items.length;
    case 'map':
      return 1 + node.entries.reduce((sum, { key }) => sum + ownOfKey(key, way), 0);
    case 'index':
    case 'optionalIndex':
      return 1 + compared(node.index, way);
    default:
      return 1;
  }
}

function ownOfKey(key: Typed, way: Way): number {
  return key.kind === 'constant' ? 2 : perEntry + compared(key, way);
}

function ownOfBinary({ op, left, right, type }: Extract<Typed, { kind: 'binary' }>, way: Way): number {
  if (op === 'in')
    return right.type.kind === 'list' || isOpen(right.type)
      ? 1 + found(left, right, way)
      : 2 + compared(left, way);
  if (hasParts(left) && hasParts(right))
    return 1 + perPart * parts(left, right, way) + perCompared * characters(left, right, way);
  if (type.kind === 'bool') {
    const each = (op === '==' || op === '!=') && left.type.kind !== 'bytes' ? perCompared : perAlike;
    return 1 + Math.min(sizeOfWork(left, way), sizeOfWork(right, way)) * each;
  }
  return isScalar(type) ? 1 : 1 + joined(left, way) + joined(right, way);
}

function ownOfCall(node: Extract<Typed, { kind: 'call' }>, way: Way): number {
  const { fn, args } = node;
  const [text] = args;
  if (fn.name === 'matches' && text !== undefined) return 1 + stepsOfPattern(args, (of) => sizeIn(of, way));
  const flat = 1 + weightOfCall(fn);
  const walked = args.reduce((sum, arg, at) => sum + sizeOfWork(arg, way) * weightOf(fn, args, at), flat);
  const result = weightOfResult(fn);
  return result === 0 ? walked : walked + sizeIn(node, way) * result;
}

/** Of numbers and times none. */
function sizeOfWork(node: Typed, way: Way): number {
  return isScalar(node.type) ? 0 : sizeIn(node, way);
}

/** Steps to look for a value among the elements of a list. */
function found(value: Typed, list: Typed, way: Way): number {
  const each = Math.min(sizeIn(list, way), messageBytes / 2) * perFound;
  if (hasParts(value)) return each + perPart * within(partsOf(list), list, way);
  const text = Math.min(compared(value, way), elementSize(list) * perCompared);
  return each + Math.min(text * sizeIn(list, way), messageBytes * perCompared);
}

function hasParts({ type }: Typed): boolean {
  return !isScalar(type) && type.kind !== 'string' && type.kind !== 'bytes';
}

/** What two values that are compared have in common, and the keys of both, which are counted. */
function parts(left: Typed, right: Typed, way: Way): number {
  const common = Math.min(within(partsOf(left), left, way), within(partsOf(right), right, way));
  return common + keysIn(left, way) + keysIn(right, way);
}

/** Elements are gone over only where there are as many on both sides; keys on both. */
function keysIn(node: Typed, way: Way): number {
  return hasKeys(node.type) ? sizeIn(node, way) : 0;
}

function hasKeys(type: Type): boolean {
  if (type.kind === 'list') return hasKeys(type.element);
  return isRecord(type) || isOpen(type) || type.kind === 'optional';
}

/** Characters that two values have in common. */
function characters(left: Typed, right: Typed, way: Way): number {
  return Math.min(...[left, right].map((one) => within(charactersOf(one), one, way)));
}

/** A number of parts or characters, as far as a message has them. */
function within(count: number, node: Typed, way: Way): number {
  return count === unlimited ? sizeIn({ ...node, most: unlimited }, way) : Math.min(count, messageBytes);
}

/** Steps to compare a value. */
function compared(node: Typed, way: Way): number {
  return sizeOfWork(node, way) * perCompared;
}

/** Steps to put a value beside another: characters, or elements. */
function joined(node: Typed, way: Way): number {
  return sizeOfWork(node, way) * (node.type.kind === 'list' ? 1 : perJoined);
}
