// Equality and `in`. Where one side is text, bool or null, `===` is exact whatever the other side is.
import { type Code, code, join } from '../../emit/code.ts';
import type { Constant, Typed } from '../typed.ts';
import { isNumber, type Type } from '../types.ts';
import { as, type PrintContext } from './context.ts';
import { level, type Printed, whole, within } from './printed.ts';

type Binary = Extract<Typed, { kind: 'binary' }>;

/** `==` and `!=`. */
export function printEqual(node: Binary, context: PrintContext): Printed {
  const differs = node.op === '!=';
  const { left, right } = node;
  const strict = isStrict(left.type, right.type);
  if (!strict && !(isNumber(left.type) && isNumber(right.type))) {
    const operands = code`${as(left, 'dyn', context).code}, ${as(right, 'dyn', context).code}`;
    const same = code`${context.builder.cel('eq')}(${operands})`;
    return differs ? { code: code`!${same}`, level: level.unary } : whole(same);
  }
  const [a, b] = [context.print(left, context), context.print(right, context)];
  const operator = strict ? (differs ? code`!==` : code`===`) : differs ? code`!=` : code`==`;
  return { code: code`${within(a, level.order)} ${operator} ${within(b, level.order)}`, level: level.equal };
}

const identical: ReadonlySet<Type['kind']> = new Set(['string', 'bool', 'null']);

/** Is JavaScript's identity CEL's equality? Ints have one form for each value. */
function isStrict(a: Type, b: Type): boolean {
  if (identical.has(a.kind) || identical.has(b.kind)) return true;
  return a.kind === b.kind && ['int', 'double', 'timestamp', 'duration'].includes(a.kind);
}

/** `value in list`, `key in map`. */
export function printIn(node: Binary, context: PrintContext): Printed {
  const { left, right } = node;
  if (right.type.kind === 'map' && left.type.kind === 'string') {
    return whole(
      code`Object.hasOwn(${context.print(right, context).code}, ${context.print(left, context).code})`,
    );
  }
  if (right.type.kind !== 'list') return helped('isIn', node, context);
  if (!isListStrict(left.type, right.type.element)) return printHolds(node, context);
  return printIncludes(node, context);
}

function isListStrict(value: Type, element: Type): boolean {
  return (
    identical.has(value.kind) ||
    identical.has(element.kind) ||
    (value.kind === 'int' && element.kind === 'int')
  );
}

function helped(name: 'isIn', { left, right }: Binary, context: PrintContext): Printed {
  const value = as(left, 'dyn', context).code;
  return whole(code`${context.builder.cel(name)}(${value}, ${context.print(right, context).code})`);
}

function printHolds({ left, right }: Binary, context: PrintContext): Printed {
  const list = context.print(right, context).code;
  return whole(code`${context.builder.cel('holds')}(${list}, ${as(left, 'dyn', context).code})`);
}

/** A short list of literals becomes comparisons, a long one a set made once. */
function printIncludes({ left, right }: Binary, context: PrintContext): Printed {
  const value = context.print(left, context);
  const literals = literalsOf(right);
  if (literals !== null && literals.length > 0 && literals.length <= 3 && isPath(left)) {
    return compared(
      within(value, level.order),
      literals.map((item) => context.print(item, context).code),
    );
  }
  const list = context.print(right, context);
  if (literals !== null && literals.length > 8) {
    const set = context.builder.fn('set', [], code`new Set(${list.code})`);
    return whole(code`${set}.has(${value.code})`);
  }
  return whole(code`${within(list, level.member)}.includes(${value.code})`);
}

function compared(value: Code, items: readonly Code[]): Printed {
  const each = items.map((item) => code`${value} === ${item}`);
  return { code: join(each, ' || '), level: items.length === 1 ? level.equal : level.or };
}

const plain: ReadonlySet<Constant['type']> = new Set(['string', 'bool', 'null', 'int']);

function literalsOf(list: Typed): readonly Typed[] | null {
  if (list.kind !== 'list') return null;
  return list.items.every((item) => item.kind === 'constant' && plain.has(item.constant.type))
    ? list.items
    : null;
}

/** True for what costs nothing to write twice. */
function isPath(node: Typed): boolean {
  return node.kind === 'variable' || node.kind === 'local' || (node.kind === 'field' && isPath(node.operand));
}
