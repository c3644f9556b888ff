// How large a value can be: code points of a text, bytes, elements of a list, keys of a map. From the text, from what a
// schema allows, and from what the expression asked before.
import type { Typed } from '../typed.ts';
import { isOpen, type Type } from '../types.ts';

/** What has no limit but that of the message it came in. */
export const unlimited = Number.POSITIVE_INFINITY;

/**
 * What is known of an agent or tool (names, roles, claims) comes in a request's head of 16 KiB, or from files: so many
 * characters of a text, elements of a list.
 */
const known = { characters: 16 * 1024, elements: 4096 } as const;

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
      return node.type.kind === 'bool' ? 1 : sizeOf(node.range);
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

function sizeOfType(type: Type, unknown: boolean): number {
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

/** The most parts that the node's value has, those of its parts with it; or `unlimited`. Characters are none. */
export function partsOf(node: Typed): number {
  if (node.kind === 'list') return node.items.reduce((sum, item) => sum + partsOf(item), 1);
  if (node.kind === 'map') return node.entries.reduce((sum, { value }) => sum + partsOf(value), 1);
  if (isScalar(node.type) || node.type.kind === 'string') return 1;
  return 1 + sizeOf(node) * partsOfElement(node.type, node.unknown);
}

function partsOfElement(type: Type, unknown: boolean): number {
  if (type.kind === 'list') return partsOfType(type.element, unknown);
  if (type.kind === 'map') return partsOfType(type.value, unknown);
  if (type.kind !== 'object') return 1;
  const held = [...type.properties.values()].map((one) => one.type);
  return [...held, ...(type.rest === null ? [] : [type.rest])].reduce(
    (most, one) => Math.max(most, partsOfType(one, unknown)),
    1,
  );
}

function partsOfType(type: Type, unknown: boolean): number {
  if (isScalar(type) || type.kind === 'string') return 1;
  return 1 + sizeOfType(type, unknown) * partsOfElement(type, unknown);
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
      return (first + 1) * (third + 1);
    case 'join':
      return first * (elementSize(node.args[0]) + second);
    case 'format':
      return isOpen(node.args[1]?.type ?? node.type) || first * second > 1e6
        ? unlimited
        : first + second * 1e6;
    case 'dyn':
    case 'of':
    case 'optional.of':
    case 'optional.ofNonZeroValue':
      return first;
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

function elementSize(list: Typed | undefined): number {
  if (list?.kind === 'list') return Math.max(0, ...list.items.map((item) => sizeOf(item)));
  if (list?.kind === 'loop' && list.transform !== null) return sizeOf(list.transform);
  const unknown = list?.unknown === true;
  return list?.type.kind === 'list'
    ? sizeOfType(list.type.element, unknown)
    : unknown
      ? unlimited
      : known.characters;
}
