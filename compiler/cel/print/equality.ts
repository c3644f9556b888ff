// Equality and `in`. Where one side is text, bool or null, `===` is exact whatever the other side is.
import { type Code, code, join } from '../../emit/code.ts';
import { hasLongParts } from '../cost/parts.ts';
import { isSizeable } from '../cost/size.ts';
import { perCompared, perFound } from '../cost/weights.ts';
import type { Constant, Typed } from '../typed.ts';
import { isNumber, isOpen, isRecord, type Type } from '../types.ts';
import { as, counting, keyOf, type PrintContext, spent } from './context.ts';
import { numberBeside } from './number.ts';
import { level, type Printed, whole, within } from './printed.ts';

type Binary = Extract<Typed, { kind: 'binary' }>;

/** `==` and `!=`. */
export function printEqual(node: Binary, context: PrintContext): Printed {
  const differs = node.op === '!=';
  const { left, right } = node;
  const strict = isStrict(left.type, right.type);
  if (!strict && !(isNumber(left.type) && isNumber(right.type))) {
    const operands = [as(left, 'dyn', context).code, as(right, 'dyn', context).code];
    const same = code`${context.builder.cel('eq')}(${join(counting(operands, node))})`;
    return differs ? { code: code`!${same}`, level: level.unary } : whole(same);
  }
  const [a, b] = strict
    ? [counted(context.print(left, context), node), context.print(right, context)]
    : [numberBeside(left, right.type, context), numberBeside(right, left.type, context)];
  const operator = strict ? (differs ? code`!==` : code`===`) : differs ? code`!=` : code`==`;
  return { code: code`${within(a, level.order)} ${operator} ${within(b, level.order)}`, level: level.equal };
}

function counted(text: Printed, node: Binary): Printed {
  return node.counted === true ? spent(text, perCompared) : text;
}

const identical: ReadonlySet<Type['kind']> = new Set(['string', 'bool', 'null']);

const sameForm: ReadonlySet<Type['kind']> = new Set(['int', 'uint', 'double', 'timestamp', 'duration']);

/** Is JavaScript's identity CEL's equality? Ints have one form for each value. */
function isStrict(a: Type, b: Type): boolean {
  if (identical.has(a.kind) || identical.has(b.kind)) return true;
  return a.kind === b.kind && sameForm.has(a.kind);
}

/** `value in list`, `key in map`. */
export function printIn(node: Binary, context: PrintContext): Printed {
  const { left, right } = node;
  if (isRecord(right.type) && left.type.kind === 'string') {
    const key = keyOf(left, 'string', node, context).code;
    return whole(code`Object.hasOwn(${context.print(right, context).code}, ${key})`);
  }
  if (right.type.kind !== 'list') {
    const list = isOpen(right.type) ? range(node, context) : context.print(right, context);
    const operands = [keyOf(left, 'dyn', node, context).code, list.code];
    return whole(code`${context.builder.cel('isIn')}(${join(counting(operands, node))})`);
  }
  const long = node.counted === true && isSizeable(left) && hasLongParts(right);
  if (long || !isListStrict(left.type, right.type.element)) return printHolds(node, context);
  return printIncludes(node, context);
}

/** The list or map, counted inside a loop. */
function range({ right, counted }: Binary, context: PrintContext): Printed {
  const printed = context.print(right, context);
  return counted === true ? spent(printed, perFound) : printed;
}

function isListStrict(value: Type, element: Type): boolean {
  return (
    identical.has(value.kind) ||
    identical.has(element.kind) ||
    (value.kind === 'int' && element.kind === 'int')
  );
}

function printHolds(node: Binary, context: PrintContext): Printed {
  const operands = [range(node, context).code, as(node.left, 'dyn', context).code];
  return whole(code`${context.builder.cel('holds')}(${join(counting(operands, node))})`);
}

/** A short list of literals becomes comparisons, a long one a set made once. */
function printIncludes(node: Binary, context: PrintContext): Printed {
  const { left, right } = node;
  const value = context.print(left, context);
  const literals = literalsOf(right);
  if (literals !== null && literals.length > 0 && literals.length <= 3 && isPath(left)) {
    return compared(
      within(value, level.order),
      literals.map((item) => context.print(item, context).code),
    );
  }
  if (literals !== null && literals.length > 8) {
    const items = literals.map((item) => context.print(item, context).code);
    const set = context.builder.fn('set', [], code`new Set([${join(items)}])`);
    return whole(code`${set}.has(${value.code})`);
  }
  const list = range(node, context);
  return whole(code`${within(list, level.member)}.includes(${value.code})`);
}

function compared(value: Code, items: readonly Code[]): Printed {
  const each = items.map((item) => code`${value} === ${item}`);
  return { code: join(each, ' || '), level: items.length === 1 ? level.equal : level.or };
}

const plain: ReadonlySet<Constant['type']> = new Set(['string', 'bool', 'null', 'int']);

function literalsOf(list: Typed): readonly Typed[] | null {
  if (list.kind !== 'list' || list.optional.includes(true)) return null;
  return list.items.every((item) => item.kind === 'constant' && plain.has(item.constant.type))
    ? list.items
    : null;
}

/** True for what costs nothing to write twice. */
function isPath(node: Typed): boolean {
  return node.kind === 'variable' || node.kind === 'local' || (node.kind === 'field' && isPath(node.operand));
}
