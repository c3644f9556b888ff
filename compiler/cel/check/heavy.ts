// Work that grows with what a caller sends, or without a small bound: it is counted at run time.
import { hasLongParts, hasManyParts } from '../cost/parts.ts';
import { isSizeable } from '../cost/size.ts';
import { sourceOf } from '../cost/source.ts';
import { asksZone, weightOf, weightOfResult } from '../cost/weights.ts';
import type { CelFunction } from '../functions/function.ts';
import type { Typed } from '../typed.ts';
import { isOpen, type Type } from '../types.ts';
import type { Context } from './context.ts';

/** Is work counted here that is `sent`, or is not? */
export function isCounting({ counting }: Context, sent: boolean): boolean {
  return counting === 'all' || (counting === 'sent' && sent);
}

/** May going over this value, at this place, cost much? What is known of an agent does where it is gone over many times. */
function isLarge(node: Typed, context: Context, size: (node: Typed) => boolean = isSizeable): boolean {
  return isCounting(context, node.unknown || context.loops > 0) && size(node);
}

/**
 * Is going over this value, at this place, more than going over each thing sent once? In one loop the loop's own
 * element is not: all elements together are no more than what was sent. In a loop inside a loop anything is.
 */
export function isHeavy(node: Typed, context: Context, size?: (node: Typed) => boolean): boolean {
  return isLarge(node, context, size) && (context.rounds !== 1 || !node.unknown || sourceOf(node) !== 'each');
}

/** Does the function go over something that may be large, or make it? */
export function isWork(fn: CelFunction, args: readonly Typed[], context: Context): boolean {
  const sent = args.some(({ unknown }) => unknown);
  if (weightOfResult(fn) > 0 && isCounting(context, sent)) return true;
  // However short its name is, a zone takes long to make ready.
  if (asksZone(fn) && isCounting(context, args[1]?.unknown === true)) return true;
  return args.some((arg, at) => isLarge(arg, context) && weightOf(fn, args, at) > 0);
}

const deep: ReadonlySet<Type['kind']> = new Set(['list', 'map', 'object', 'optional', 'dyn']);

/**
 * Is an equality more than comparing each thing sent once? Of two values of parts, whose keys are counted on both sides,
 * where either is heavy; of two texts, or texts in both, where both are, since the shorter one decides.
 */
export function comparesMuch(left: Typed, right: Typed, context: Context): boolean {
  if (deep.has(left.type.kind) && deep.has(right.type.kind))
    return (
      isHeavy(left, context, hasManyParts) ||
      isHeavy(right, context, hasManyParts) ||
      [left, right].every((one) => isHeavy(one, context, hasLongParts))
    );
  return isHeavy(left, context) && isHeavy(right, context);
}

/** Is finding which of two values comes first? By itself it goes over each thing sent once. */
export function ordersMuch(left: Typed, right: Typed, context: Context): boolean {
  return isCounting(context, context.rounds > 0) && isHeavy(left, context) && isHeavy(right, context);
}

/** Is looking for a key? A long one is read each time. */
export function looksMuch(key: Typed, context: Context): boolean {
  return isCounting(context, context.rounds > 0) && isHeavy(key, context);
}

/** Is putting one behind the other? Of values of any type only in a loop: the runtime sets a bound for each. */
export function joinsMuch(left: Typed, right: Typed, type: Type, context: Context): boolean {
  if (isOpen(type) && !isCounting(context, context.rounds > 0)) return false;
  return isHeavy(left, context) || isHeavy(right, context);
}

/**
 * Is looking for a value among elements more than going over each thing sent once? Where the list is heavy; and where both
 * the value and an element have parts or are long, since each of a few elements may be large.
 */
export function findsMuch(value: Typed, list: Typed, context: Context): boolean {
  const { type } = list;
  if (type.kind !== 'list') return looksMuch(value, context) || (isOpen(type) && isHeavy(list, context));
  if (isHeavy(list, context)) return true;
  if (deep.has(value.type.kind) && deep.has(type.element.kind))
    return isHeavy(value, context, hasManyParts) || isHeavy(list, context, hasManyParts);
  if (!isHeavy(value, context)) return false;
  return list.kind === 'list'
    ? list.items.some((item) => isHeavy(item, context))
    : isHeavy(list, context, hasLongParts);
}
