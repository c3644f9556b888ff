// What the printer carries along, and values in the form that their place needs.
import type { Builder } from '../../emit/builder.ts';
import { code } from '../../emit/code.ts';
import type { Typed } from '../typed.ts';
import type { Type } from '../types.ts';
import { type Printed, whole } from './printed.ts';

export interface PrintContext {
  readonly builder: Builder;
  /** Print the exact form, in which errors are absorbed. The fast form throws instead. */
  readonly exact: boolean;
  readonly print: (node: Typed, context: PrintContext) => Printed;
}

type Kind = Type['kind'];

const casts: ReadonlySet<Kind> = new Set([
  'bool',
  'string',
  'int',
  'double',
  'timestamp',
  'duration',
  'list',
  'map',
]);

const boxes: ReadonlyMap<Kind, string> = new Map([
  ['double', 'boxDouble'],
  ['timestamp', 'boxTimestamp'],
  ['duration', 'boxDuration'],
]);

/** The node's value as one of `kind`: dyn is cast, and fails if it is another; a known one is boxed for dyn. */
export function as(node: Typed, kind: Kind, context: PrintContext): Printed {
  const printed = context.print(node, context);
  if (node.type.kind === kind) return printed;
  if (kind === 'dyn') return boxed(node, printed, context);
  if (node.type.kind !== 'dyn' || !casts.has(kind)) return printed;
  return whole(code`${context.builder.cel(kind)}(${printed.code})`);
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
