// Order, arithmetic and sign as JavaScript: its own operators where the types allow, else a helper.
import { code } from '../../emit/code.ts';
import type { BinaryOperator } from '../ast.ts';
import type { Typed } from '../typed.ts';
import { isNumber, isOpen, type Type } from '../types.ts';
import { as, type PrintContext } from './context.ts';
import { printEqual, printIn } from './equality.ts';
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
  if (isOpen(known)) return printOpenOrder(node, context);
  const [a, b] = [ordered(left, known, context), ordered(right, known, context)];
  if (known.kind !== 'string' || isLow(left) || isLow(right)) return infix(a, op, b, level.order);
  const compared = whole(code`${context.builder.cel('orderStrings')}(${a.code}, ${b.code})`);
  return infix(compared, op, whole(code`0`), level.order);
}

/** An operand beside one of a known type: any number beside a number, else the same type. */
function ordered(node: Typed, beside: Type, context: PrintContext): Printed {
  if (!isOpen(node.type)) return context.print(node, context);
  if (!isNumber(beside)) return as(node, beside.kind, context);
  return whole(code`${context.builder.cel('number')}(${context.print(node, context).code})`);
}

/** A literal below the surrogates: beside it UTF-16 order is the order of code points. */
function isLow(node: Typed): boolean {
  return (
    node.kind === 'constant' &&
    node.constant.type === 'string' &&
    !/[\ud800-\uffff]/.test(node.constant.value)
  );
}

function printOpenOrder({ op, left, right }: Binary, context: PrintContext): Printed {
  const swapped = op === '>' || op === '>=';
  const [a, b] = swapped ? [right, left] : [left, right];
  const helper = context.builder.cel(op === '<' || op === '>' ? 'less' : 'atMost');
  return whole(code`${helper}(${context.print(a, context).code}, ${context.print(b, context).code})`);
}

const helpers = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '%': 'remainder' } as const;

function printArithmetic(node: Binary, context: PrintContext): Printed {
  const op = node.op as keyof typeof helpers;
  const { left, right, type } = node;
  const both = (kind: Type['kind']) => [as(left, kind, context), as(right, kind, context)] as const;
  const call = (name: string, kind: Type['kind']) => {
    const [a, b] = both(kind);
    return whole(code`${context.builder.cel(name)}(${a.code}, ${b.code})`);
  };
  if (type.kind === 'int') return call(`${helpers[op]}Int`, 'int');
  if (type.kind === 'double' && op !== '%') return printPlain(op, both('double'));
  if (type.kind === 'string') return printPlain('+', both('string'));
  if (type.kind === 'list') return printConcat(both('list'));
  if (type.kind === 'timestamp' || type.kind === 'duration') return printTime(node, op, context);
  return call(helpers[op], 'dyn');
}

function printPlain(op: '+' | '-' | '*' | '/', [a, b]: readonly [Printed, Printed]): Printed {
  return infix(a, op, b, op === '+' || op === '-' ? level.add : level.multiply);
}

function printConcat([a, b]: readonly [Printed, Printed]): Printed {
  return whole(code`[...${within(a, level.choice)}, ...${within(b, level.choice)}]`);
}

function printTime({ left, right, type }: Binary, op: BinaryOperator, context: PrintContext): Printed {
  const [a, b] = [context.print(left, context), context.print(right, context)];
  const sign = op === '-' ? code`-` : code``;
  if (type.kind === 'timestamp') {
    return whole(code`${context.builder.cel('addTime')}(${a.code}, ${sign}${within(b, level.member)})`);
  }
  const sum = infix(a, op === '-' ? '-' : '+', b, level.add);
  return whole(code`${context.builder.cel('timeSpan')}(${sum.code})`);
}

export function printNegate(node: Extract<Typed, { kind: 'negate' }>, context: PrintContext): Printed {
  const operand = context.print(node.operand, context);
  if (node.type.kind === 'double')
    return { code: code`-${within(operand, level.member)}`, level: level.unary };
  return whole(
    code`${context.builder.cel(node.type.kind === 'int' ? 'negateInt' : 'negate')}(${operand.code})`,
  );
}
