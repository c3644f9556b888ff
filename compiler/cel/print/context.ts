// What the printer carries along, and values in the form that their place needs.
import type { Builder } from '../../emit/builder.ts';
import { type Code, code, identifier } from '../../emit/code.ts';
import { isSizeable } from '../cost/size.ts';
import { perCompared } from '../cost/weights.ts';
import type { Typed } from '../typed.ts';
import { isOpen, type Type } from '../types.ts';
import type { Binder } from './once.ts';
import { type Printed, whole } from './printed.ts';

export interface PrintContext {
  readonly builder: Builder;
  /** Print the exact form, in which errors are absorbed. The fast form throws instead. */
  readonly exact: boolean;
  readonly print: (node: Typed, context: PrintContext) => Printed;
  /** The variables that hold what is evaluated once for each call of a binder's function; asked when its body is printed. */
  readonly held: (binder: Binder) => readonly Code[];
}

type Kind = Type['kind'];

/** The helper that casts a dyn value to a type, by type. */
const casts: ReadonlyMap<Kind, string> = new Map([
  ['bool', 'bool'],
  ['string', 'string'],
  ['int', 'int'],
  ['uint', 'uint'],
  ['double', 'double'],
  ['bytes', 'bytes'],
  ['null', 'nothing'],
  ['timestamp', 'timestamp'],
  ['duration', 'duration'],
  ['list', 'list'],
  ['map', 'map'],
  ['object', 'record'],
  ['optional', 'optional'],
  ['type', 'typeName'],
]);

const boxes: ReadonlyMap<Kind, string> = new Map([
  ['double', 'boxDouble'],
  ['uint', 'boxUint'],
  ['timestamp', 'boxTimestamp'],
  ['duration', 'boxDuration'],
]);

/** The node's value as one of `kind`: dyn is cast, and fails if it is another; a known one is boxed for dyn. */
export function as(node: Typed, kind: Kind, context: PrintContext): Printed {
  if (node.type.kind === kind) return context.print(node, context);
  const known = forgotten(node);
  if (known !== null && kind !== 'dyn') return asKnown(known, kind, context);
  const printed = context.print(node, context);
  if (kind === 'dyn') return boxed(node, printed, context);
  const cast = casts.get(kind);
  if (!isOpen(node.type) || cast === undefined) return printed;
  return whole(code`${context.builder.cel(cast)}(${printed.code})`);
}

/** What `dyn(x)` forgets the type of, where there is one. */
function forgotten(node: Typed): Typed | null {
  const [value] = node.kind === 'call' && node.fn.name === 'dyn' ? node.args : [];
  return value === undefined || isOpen(value.type) ? null : value;
}

/** Its type is known after all: it is the one that is needed, or there is no value. */
function asKnown(known: Typed, kind: Kind, context: PrintContext): Printed {
  const fits = known.type.kind === kind || (kind === 'map' && known.type.kind === 'object');
  return fits ? context.print(known, context) : whole(code`${context.builder.cel('fail')}()`);
}

function boxed(node: Typed, printed: Printed, { builder }: PrintContext): Printed {
  const box = boxes.get(node.type.kind);
  if (box === undefined || isPlainDouble(node)) return printed;
  return whole(code`${builder.cel(box)}(${printed.code})`);
}

/** A literal with a fraction is a double in any form. */
function isPlainDouble(node: Typed): boolean {
  return (
    node.kind === 'constant' && node.constant.type === 'double' && !Number.isSafeInteger(node.constant.value)
  );
}

/** What stands in a list or a map is in dyn form: a value of these types is unboxed when it is taken out. */
export function taken(printed: Printed, type: Type, { builder }: PrintContext): Printed {
  return boxes.has(type.kind) ? whole(code`${builder.cel(type.kind)}(${printed.code})`) : printed;
}

/** Counts what is gone over, so many steps each, in a function that begins with `const spend$ = budget()`. */
export function spent(printed: Printed, steps: number): Printed {
  return whole(code`spend$(${printed.code}, ${steps})`);
}

/** A key of a map; a long one is counted where the node that looks for it is. */
export function keyOf(
  key: Typed,
  kind: Kind,
  { counted = false }: { readonly counted?: boolean },
  context: PrintContext,
): Printed {
  const printed = as(key, kind, context);
  return counted && isSizeable(key) ? spent(printed, perCompared) : printed;
}

/** The counter itself, for a function of the runtime that counts what it goes over. */
export const counter: Code = identifier('spend$');

/** The operands of such a function, with the counter where what the node does is counted. */
export function counting(
  operands: readonly Code[],
  { counted = false }: { readonly counted?: boolean },
): readonly Code[] {
  return counted ? [...operands, counter] : operands;
}

/** The beginning of a function that counts. */
export function budgetOf(builder: Builder): Code {
  return code`const spend$ = ${builder.cel('budget')}();`;
}
