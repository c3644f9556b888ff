// What evaluating an expression costs at most, in steps: about one for each operator, and one for each ten characters.
// Sizes without a limit of their own are limited by the message they came in.
import { childrenOf, isCounted, type Loop, type Typed } from '../typed.ts';
import { isOpen, isRecord, type Type } from '../types.ts';
import { charactersOf, partsOf } from './parts.ts';
import { stepsOfPattern } from './pattern.ts';
import { elementSize, isScalar, messageBytes, sizeOf, unlimited } from './size.ts';
import { sourceOf } from './source.ts';
import {
  perAlike,
  perCompared,
  perEntry,
  perFound,
  perJoined,
  perKey,
  perLoop,
  perPair,
  perPart,
  weightOf,
  weightOfCall,
  weightOfResult,
} from './weights.ts';

/** Steps that are worth taking at compile, or when the gateway starts. */
export const stepsAhead = 10_000;

/** The most steps that evaluation takes. */
export function stepsOf(node: Typed): number {
  return total(node, { counting: false, lengths: new Map() });
}

/** The same without what is counted when it is evaluated. What has no limit but that of the message is left out too. */
export function stepsUncounted(node: Typed): number {
  return total(node, { counting: true, lengths: new Map() });
}

/**
 * The steps for one element of a loop that the loop's own count stands for: all but what is counted by itself. Of an
 * element without a limit the size is left out, since all elements together are no more than the message.
 */
export function stepsEach(loop: Loop): number {
  const { predicate, transform } = loop;
  const bodies = [predicate, transform].filter((body) => body !== null);
  const way: Way = { counting: true, lengths: new Map() };
  // Keys are counted by what counts them.
  const each = perRound(loop) - (isRecord(loop.range.type) ? perKey : 0);
  return Math.round(each + bodies.reduce((sum, body) => sum + total(body, way), 0));
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

/** Most characters of a text that a function makes: as runtime/cel/text.ts has it. */
const longest = 16_777_216;

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
  return parts + (way.counting && isCounted(node) ? 1 + flatOf(node) : own(node, way));
}

function totalOfLoop(node: Typed & Loop, way: Way): number {
  const range = total(node.range, way);
  if (way.counting && node.counted) return range + perLoop;
  const length = sizeIn(node.range, way);
  const among = sourceOf(node.range) === 'made' ? 1 : Math.max(length, 1);
  const own = node.locals.map((name) => [name, among] as const);
  const inner = { ...way, lengths: new Map([...way.lengths, ...own]) };
  const bodies = [node.predicate, node.transform].filter((body) => body !== null);
  const each = bodies.reduce((sum, body) => sum + total(body, inner), perRound(node));
  return range + perLoop + length * (each + entriesMade(node, inner));
}

/** Steps of a round by itself: pairs and entries are made. */
function perRound({ macro, locals, range }: Loop): number {
  const key = isRecord(range.type) ? perKey : 0;
  const entry = macro === 'transformMap' || macro === 'transformMapEntry' ? perEntry : 0;
  return 1 + key + entry + (locals.length === 2 ? perPair : 0);
}

/** Steps to make entries of those of a map. */
function entriesMade({ macro, transform }: Loop, way: Way): number {
  return macro === 'transformMapEntry' && transform !== null ? sizeIn(transform, way) * perEntry : 0;
}

/** What a call takes beside what is counted by its size. */
function flatOf(node: Typed): number {
  return node.kind === 'call' ? weightOfCall(node.fn) : 0;
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
      return 1 + node.items.length;
    case 'map':
      return 1 + node.entries.reduce((sum, { key }) => sum + (key.kind === 'constant' ? 2 : perEntry), 0);
    default:
      return 1;
  }
}

function ownOfBinary({ op, left, right, type }: Extract<Typed, { kind: 'binary' }>, way: Way): number {
  if (op === 'in') return right.type.kind === 'list' || isOpen(right.type) ? 1 + found(left, right, way) : 2;
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
  return isScalar(node.type) ? 0 : sizeIn(node, way) * perCompared;
}

/** Steps to put a value beside another: characters, or elements. */
function joined(node: Typed, way: Way): number {
  return sizeOfWork(node, way) * (node.type.kind === 'list' ? 1 : perJoined);
}
