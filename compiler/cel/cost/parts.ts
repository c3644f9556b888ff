// How much stands in a value, at any depth: its parts, and the characters of them all.
import type { Typed } from '../typed.ts';
import { isOpen, type ObjectType, type Type } from '../types.ts';
import { isScalar, known, large, sizeOf, sizeOfType, small, times, unlimited } from './size.ts';

/** May going over the value with all that stands in it cost more than an operator does? */
export function hasManyParts(node: Typed): boolean {
  return node.kind !== 'constant' && large.has(node.type.kind) && partsOf(node) > small;
}

/** May a text or bytes among its parts be long? */
export function hasLongParts(node: Typed): boolean {
  return node.kind !== 'constant' && charactersOf(node) > small;
}

/** The most parts that the node's value has, those of its parts with it; or `unlimited`. Characters are none. */
export function partsOf(node: Typed): number {
  if (node.kind === 'list') return node.items.reduce((sum, item) => sum + partsOf(item), 1);
  if (node.kind === 'map') return node.entries.reduce((sum, { value }) => sum + partsOf(value), 1);
  if (isScalar(node.type) || node.type.kind === 'string') return 1;
  return 1 + times(sizeOf(node), partsOfElement(node.type, node.unknown));
}

function partsOfElement(type: Type, unknown: boolean): number {
  if (type.kind === 'list') return partsOfType(type.element, unknown);
  if (type.kind === 'map') return partsOfType(type.value, unknown);
  if (isOpen(type)) return unknown ? unlimited : known.elements;
  if (type.kind !== 'object') return 1;
  return heldIn(type).reduce((most, one) => Math.max(most, partsOfType(one, unknown)), 1);
}

/** What a property of an object may be. */
function heldIn({ properties, rest }: ObjectType): readonly Type[] {
  const declared = [...properties.values()].map(({ type }) => type);
  return rest === null ? declared : [...declared, rest];
}

function partsOfType(type: Type, unknown: boolean): number {
  if (isScalar(type) || type.kind === 'string') return 1;
  return 1 + times(sizeOfType(type, unknown), partsOfElement(type, unknown));
}

/** The most characters and bytes that all parts of the value have. */
export function charactersOf(node: Typed): number {
  if (node.kind === 'list') return node.items.reduce((sum, item) => sum + charactersOf(item), 0);
  if (node.kind === 'map') return node.entries.reduce((sum, { value }) => sum + charactersOf(value), 0);
  if (isScalar(node.type)) return 0;
  if (isText(node.type)) return sizeOf(node);
  return times(sizeOf(node), charactersOfElement(node.type, node.unknown));
}

function isText({ kind }: Type): boolean {
  return kind === 'string' || kind === 'bytes';
}

function charactersOfElement(type: Type, unknown: boolean): number {
  if (type.kind === 'list') return charactersOfType(type.element, unknown);
  if (type.kind === 'map') return charactersOfType(type.value, unknown);
  if (type.kind === 'optional') return charactersOfType(type.of, unknown);
  if (type.kind !== 'object') return unknown ? unlimited : known.characters;
  return heldIn(type).reduce((most, one) => Math.max(most, charactersOfType(one, unknown)), 0);
}

function charactersOfType(type: Type, unknown: boolean): number {
  if (isScalar(type)) return 0;
  const size = sizeOfType(type, unknown);
  return isText(type) ? size : times(size, charactersOfElement(type, unknown));
}
