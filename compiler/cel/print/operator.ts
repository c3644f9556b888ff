// Order, arithmetic and sign as JavaScript: its own operators where the types allow, else a helper.
import { code, join } from '../../emit/code.ts';
import type { BinaryOperator } from '../ast.ts';
import { rangeOf } from '../range.ts';
import type { Typed } from '../typed.ts';
import { isFine, isNumber, isOpen, type Type } from '../types.ts';
import { as, counting, type PrintContext } from './context.ts';
import { printEqual, printIn } from './equality.ts';
import { isSmall, numberBeside } from './number.ts';
import { type Level, level, type Printed, whole, within } from './printed.ts';

type Binary = Extract<Typed, { kind: 'binary' }>;

export function printBinary(node: Binary, context: PrintContext): Printed {
  switch (node.op) {
    case '==':
    case '!=':
      return printEqual(node, context);
    case 'in':
      return printIn(node, context);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return printOrder(node, context);
    default:
      return printArithmetic(node, context);
  }
}

const operators = {
  '<': code`<`,
  '<=': code`<=`,
  '>': code`>`,
  '>=': code`>=`,
  '+': code`+`,
  '-': code`-`,
  '*': code`*`,
  '/': code`/`,
} as const;

/** A left-grouping JavaScript operator. */
function infix(a: Printed, op: keyof typeof operators, b: Printed, own: Level): Printed {
  const above = own === level.order ? level.add : own === level.add ? level.multiply : level.unary;
  return { code: code`${within(a, own)} ${operators[op]} ${within(b, above)}`, level: own };
}

function printOrder(node: Binary, context: PrintContext): Printed {
  const op = node.op as '<' | '<=' | '>' | '>=';
  const { left, right } = node;
  const known = isOpen(left.type) ? right.type : left.type;
  if (isOpen(known) || (isOpen(left.type) !== isOpen(right.type) && isVast(left, right)))
    return printOpenOrder(node, context);
  const [a, b] = [ordered(left, right.type, context), ordered(right, left.type, context)];
  const helper = orderHelper(left, right, known);
  if (helper === null) return infix(a, op, b, level.order);
  const operands = helper === 'orderTimes' ? [a.code, b.code] : counting([a.code, b.code], node);
  const compared = whole(code`${context.builder.cel(helper)}(${join(operands)})`);
  return infix(compared, op, whole(code`0`), level.order);
}

/** The helper that orders two values; null where JavaScript's own operators do. */
function orderHelper(left: Typed, right: Typed, known: Type): string | null {
  if (known.kind === 'bytes') return 'orderBytes';
  if (known.kind === 'string') return isLow(left) || isLow(right) ? null : 'orderStrings';
  const time = known.kind === 'timestamp' || known.kind === 'duration';
  return time && !(isCoarse(left) && isCoarse(right)) ? 'orderTimes' : null;
}

/** A whole number beyond 2^53: beside a value of unknown type only the types decide how they compare. */
function isVast(left: Typed, right: Typed): boolean {
  return [left, right].some(
    (node) => (node.type.kind === 'int' || node.type.kind === 'uint') && !isSmall(node),
  );
}

/** A time in whole milliseconds. */
function isCoarse({ type }: Typed): boolean {
  return !isOpen(type) && !isFine(type);
}

/** An operand beside one of another or an unknown type: beside a double every number is one, as CEL compares. */
function ordered(node: Typed, beside: Type, context: PrintContext): Printed {
  if (isNumber(beside) || isNumber(node.type)) return numberBeside(node, beside, context);
  return isOpen(node.type) ? as(node, beside.kind, context) : context.print(node, context);
}

/** A literal below the surrogates: beside it UTF-16 order is the order of code points. */
function isLow(node: Typed): boolean {
  return (
    node.kind === 'constant' &&
    node.constant.type === 'string' &&
    !/[\ud800-\uffff]/.test(node.constant.value)
  );
}

function printOpenOrder(node: Binary, context: PrintContext): Printed {
  const { op, left, right } = node;
  const swapped = op === '>' || op === '>=';
  const [a, b] = swapped ? [right, left] : [left, right];
  const helper = context.builder.cel(op === '<' || op === '>' ? 'less' : 'atMost');
  const operands = [as(a, 'dyn', context).code, as(b, 'dyn', context).code];
  return whole(code`${helper}(${join(counting(operands, node))})`);
}

const helpers = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '%': 'remainder' } as const;

function printArithmetic(node: Binary, context: PrintContext): Printed {
  const op = node.op as keyof typeof helpers;
  const { left, right, type } = node;
  const both = (kind: Type['kind']) => [as(left, kind, context), as(right, kind, context)] as const;
  const call = (name: string, kind: Type['kind']) => {
    const operands = both(kind).map((one) => one.code);
    return whole(code`${context.builder.cel(name)}(${join(counting(operands, node))})`);
  };
  if (type.kind === 'int' && op !== '%' && op !== '/' && isExact(node)) return printPlain(op, both('int'));
  if (type.kind === 'int') return call(`${helpers[op]}Int`, 'int');
  if (type.kind === 'uint') return call(`${helpers[op]}Uint`, 'uint');
  if (type.kind === 'bytes') return call('joinBytes', 'bytes');
  if (type.kind === 'double' && op !== '%') return printPlain(op, both('double'));
  if (type.kind === 'string')
    return node.counted === true ? call('joinTexts', 'string') : printPlain('+', both('string'));
  if (type.kind === 'list') return call('concat', 'list');
  if (type.kind === 'timestamp' || type.kind === 'duration') return printTime(node, op, context);
  return call(helpers[op], 'dyn');
}

/** Is it, by what both can be, a number that JavaScript computes exactly? A product of both signs may be -0. */
function isExact({ op, left, right, type }: Binary): boolean {
  const [a, b] = [rangeOf(left.type), rangeOf(right.type)];
  if (rangeOf(type) === undefined || a === undefined || b === undefined) return false;
  return op !== '*' || (a.least >= 0 && b.least >= 0);
}

function printPlain(op: '+' | '-' | '*' | '/', [a, b]: readonly [Printed, Printed]): Printed {
  return infix(a, op, b, op === '+' || op === '-' ? level.add : level.multiply);
}

function printTime({ left, right, type }: Binary, op: BinaryOperator, context: PrintContext): Printed {
  const [a, b] = [context.print(left, context), context.print(right, context)];
  const call = (name: string, ...args: readonly Printed[]) =>
    whole(code`${context.builder.cel(name)}(${join(args.map((arg) => arg.code))})`);
  if (type.kind === 'timestamp') {
    if (op === '-') return call('backTime', a, b);
    return left.type.kind === 'duration' ? call('addTime', b, a) : call('addTime', a, b);
  }
  if (!isCoarse(left) || !isCoarse(right)) return call(op === '-' ? 'spanBetween' : 'addSpan', a, b);
  return call('timeSpan', infix(a, op === '-' ? '-' : '+', b, level.add));
}

export function printNegate(node: Extract<Typed, { kind: 'negate' }>, context: PrintContext): Printed {
  const operand = context.print(node.operand, context);
  if (node.type.kind === 'double')
    return { code: code`-${within(operand, level.member)}`, level: level.unary };
  if (rangeOf(node.type) !== undefined)
    return { code: code`0 - ${within(operand, level.multiply)}`, level: level.add };
  return whole(
    code`${context.builder.cel(node.type.kind === 'int' ? 'negateInt' : 'negate')}(${operand.code})`,
  );
}
