// How large a value can be: code points of a text, bytes, elements of a list, keys of a map. From the text, from what a
// schema allows, and from what the expression asked before.
import type { Typed } from '../typed.ts';
import { isOpen, type Type } from '../types.ts';

/** Most bytes of a message: `bodyBytes` of runtime/front. Nothing in it has more characters, elements or keys. */
export const messageBytes = 4 * 1024 * 1024;

/** What has no limit but that of the message it came in. */
export const unlimited = Number.POSITIVE_INFINITY;

/**
 * What is known of an agent or tool (names, roles, claims) comes in a request's head of 16 KiB, or from files: so many
 * characters of a text, elements of a list.
 */
export const known = { characters: 16 * 1024, elements: 4096 } as const;

/** The greatest size of the node's value, or `unlimited`. */
export function sizeOf(node: Typed): number {
  if (node.most !== undefined) return node.most;
  switch (node.kind) {
    case 'constant':
      return lengthOf(node.constant);
    case 'choice':
      return Math.max(sizeOf(node.yes), sizeOf(node.no));
    case 'list':
      return node.items.length;
    case 'map':
      return node.entries.length;
    case 'loop':
      return sizeOfLoop(node);
    case 'bind':
    case 'optMap':
      return sizeOf(node.body);
    case 'binary':
      return isScalar(node.type) ? 1 : sizeOf(node.left) + sizeOf(node.right);
    case 'call':
      return sizeOfCall(node);
    default:
      return sizeOfType(node.type, node.unknown);
  }
}

function sizeOfLoop({ macro, type, range, transform }: Extract<Typed, { kind: 'loop' }>): number {
  if (type.kind === 'bool') return 1;
  const size = sizeOf(range);
  return macro === 'transformMapEntry' && transform !== null ? times(size, sizeOf(transform)) : size;
}

function lengthOf(constant: Extract<Typed, { kind: 'constant' }>['constant']): number {
  if (constant.type === 'string') return constant.value.length;
  return constant.type === 'bytes' ? constant.hex.length / 2 : 1;
}

const scalars: ReadonlySet<Type['kind']> = new Set([
  'bool',
  'int',
  'uint',
  'double',
  'null',
  'type',
  'timestamp',
  'duration',
]);

export function isScalar(type: Type): boolean {
  return scalars.has(type.kind);
}

export function sizeOfType(type: Type, unknown: boolean): number {
  const text = type.kind === 'string' || type.kind === 'bytes' || isOpen(type);
  const open = unknown ? unlimited : text ? known.characters : known.elements;
  if (isScalar(type)) return 1;
  if (type.kind === 'struct') return type.fields.length;
  if (type.kind === 'optional') return sizeOfType(type.of, unknown);
  if (type.kind === 'string' && type.values !== undefined)
    return Math.max(0, ...type.values.map(({ length }) => length));
  if (type.kind === 'object' && type.rest === null) return type.properties.size;
  return 'most' in type && type.most !== undefined ? Math.min(type.most, open) : open;
}

export const large: ReadonlySet<Type['kind']> = new Set(['string', 'list', 'map', 'object', 'dyn', 'bytes']);

/** Values up to this size cost what any operator costs. */
export const small = 64;

/** May going over the value once cost more than an operator does? */
export function isSizeable(node: Typed): boolean {
  return node.kind !== 'constant' && large.has(node.type.kind) && sizeOf(node) > small;
}

/** A product of sizes: nothing is nothing, however large each is. */
export function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

/** Texts that numbers, times and booleans become have no more characters. */
const shortText = 40;

type Call = Extract<Typed, { kind: 'call' }>;

function sizeOfCall(node: Call): number {
  if (isScalar(node.type)) return 1;
  const of = node.args.map((arg) => sizeOf(arg));
  const [first = 1, second = 1, third = 1] = of;
  switch (node.fn.name) {
    case 'replace':
      return first + times(first + 1, third);
    case 'join':
      return joinedSize(node, first) + times(first, node.args.length > 1 ? second : 0);
    case 'format':
      return first + sizeOfFormatted(node.args[1]);
    case 'lowerAscii':
    case 'upperAscii':
    case 'trim':
    case 'reverse':
    case 'charAt':
    case 'substring':
    case 'base64.decode':
    case 'dyn':
    case 'optional.of':
    case 'optional.ofNonZeroValue':
      return first;
    case 'split':
      return first + 1;
    case 'orValue':
    case 'or':
      return Math.max(first, second);
    case 'string':
    case 'bytes':
      return isOpen(node.args[0]?.type ?? node.type)
        ? Math.max(first, shortText)
        : 4 * Math.max(first, shortText);
    default:
      return 4 * of.reduce((all, one) => all + one, shortText);
  }
}

/** What `format` makes of its values: of a text hexadecimal digits, of a number up to a hundred digits behind its point. */
function sizeOfFormatted(values: Typed | undefined): number {
  if (values?.kind !== 'list') return unlimited;
  return values.items.reduce((sum, item) => {
    if (isScalar(item.type)) return sum + 500;
    return sum + (item.type.kind === 'string' || item.type.kind === 'bytes' ? 4 * sizeOf(item) : unlimited);
  }, 0);
}

/** All elements of what was sent are no more than the message. */
function joinedSize({ args: [list] }: Call, count: number): number {
  const all = times(count, elementSize(list));
  const sent =
    list?.unknown === true && (list.kind === 'index' || list.kind === 'local') && count !== unlimited;
  return sent ? Math.min(all, messageBytes) : all;
}

/** The greatest size of an element of the list. */
export function elementSize(list: Typed | undefined): number {
  if (list?.kind === 'list') return Math.max(0, ...list.items.map((item) => sizeOf(item)));
  if (list?.kind === 'loop' && list.transform !== null) return sizeOf(list.transform);
  const unknown = list?.unknown === true;
  return list?.type.kind === 'list'
    ? sizeOfType(list.type.element, unknown)
    : unknown
      ? unlimited
      : known.characters;
}
