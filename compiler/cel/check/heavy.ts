// Work that grows with what a caller sends: it is counted at run time, so that no call costs without bound.
import type { Typed } from '../typed.ts';
import type { Type } from '../types.ts';
import type { Context } from './context.ts';

const large: ReadonlySet<Type['kind']> = new Set(['string', 'list', 'map', 'object', 'dyn', 'bytes']);

/**
 * Is going over this value, at this place, more than going over each thing sent once? In one loop the loop's own
 * element is not: all elements together are no more than what was sent. In a loop inside a loop anything is.
 */
export function isHeavy(node: Typed, context: Context): boolean {
  if (!context.counting || context.loops === 0 || !node.unknown || !large.has(node.type.kind)) return false;
  return context.loops > 1 || !isElement(node);
}

/** Reached from a variable of a macro. */
function isElement(node: Typed): boolean {
  if (node.kind === 'local') return true;
  return (node.kind === 'index' || node.kind === 'field') && isElement(node.operand);
}

const deep: ReadonlySet<Type['kind']> = new Set(['list', 'map', 'object', 'optional', 'dyn']);

/**
 * Is an equality more than comparing each thing sent once? Of two values of parts, whose keys are counted on both sides,
 * where either is heavy; of two texts where both are, since the shorter one decides.
 */
export function comparesMuch(left: Typed, right: Typed, context: Context): boolean {
  if (deep.has(left.type.kind) && deep.has(right.type.kind))
    return isHeavy(left, context) || isHeavy(right, context);
  return isHeavy(left, context) && isHeavy(right, context);
}
