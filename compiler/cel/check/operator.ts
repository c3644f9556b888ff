// Operators: which types go together, and what comes out.
import type { BinaryOperator, Expr } from '../ast.ts';
import { intWithin, rangeAfter, rangeOf } from '../range.ts';
import { comparable, union } from '../relation.ts';
import { failsAs, type Typed, typed } from '../typed.ts';
import { boolType, dynType, isNumber, isOpen, mayBe, showType, type Type } from '../types.ts';
import { checkArithmetic } from './arithmetic.ts';
import { bad, type Context, demand, knowing, meant } from './context.ts';
import { binary, mismatch, type Operands } from './operands.ts';
import { otherwiseWritten } from './otherwise.ts';
import { proofOf } from './present.ts';
import { writtenPath } from './property.ts';

type Of<Kind extends Expr['kind']> = Extract<Expr, { kind: Kind }>;

/** `a && b`, `a || b`: all operands bool. */
export function checkLogic(expr: Of<'logic'>, context: Context): Typed {
  const operands: Typed[] = [];
  let behind = context;
  for (const operand of expr.operands) {
    const checked = behind.check(operand, behind);
    operands.push(checked);
    behind = knowing(behind, proofOf(checked, expr.op === '&&'));
  }
  for (const operand of operands) demand(context, operand, ['bool'], `What stands beside \`${expr.op}\``);
  const canError = operands.some((operand) => failsAs(operand, 'bool'));
  return typed(expr, boolType, { kind: 'logic', op: expr.op, operands }, operands, { canError });
}

export function checkNot(expr: Of<'not'>, context: Context): Typed {
  const operand = context.check(expr.operand, context);
  demand(context, operand, ['bool'], 'What `!` negates');
  return typed(expr, boolType, { kind: 'not', operand }, [operand], { canError: failsAs(operand, 'bool') });
}

/** `-a`: an int may be one too great. */
export function checkNegate(expr: Of<'negate'>, context: Context): Typed {
  const operand = context.check(expr.operand, context);
  demand(context, operand, ['int', 'double'], 'What `-` negates');
  const type = negated(operand.type);
  const canError = operand.type.kind !== 'double' && rangeOf(type) === undefined;
  return typed(expr, type, { kind: 'negate', operand }, [operand], { canError });
}

function negated(type: Type): Type {
  if (type.kind === 'dyn') return dynType;
  return type.kind === 'int' ? intWithin(rangeAfter('-', zero, rangeOf(type))) : type;
}

const zero = { least: 0, most: 0 };

/** `a ? b : c`: both outcomes of one type. */
export function checkChoice(expr: Of<'choice'>, context: Context): Typed {
  const condition = context.check(expr.condition, context);
  const yes = context.check(expr.yes, knowing(context, proofOf(condition, true)));
  const no = context.check(expr.no, knowing(context, proofOf(condition, false)));
  demand(context, condition, ['bool'], 'What stands before `?`');
  const same = isOpen(yes.type) || isOpen(no.type) || comparable(yes.type, no.type);
  if (!same) {
    const message = `Both outcomes must have one type, these are ${showType(yes.type)} and ${showType(no.type)}.`;
    context.report('cel/type', { start: yes.start, end: no.end }, { message });
  }
  const type = union(yes.type, no.type);
  const canError = failsAs(condition, 'bool');
  return typed(expr, type, { kind: 'choice', condition, yes, no }, [condition, yes, no], { canError });
}

export function checkBinary(expr: Of<'binary'>, context: Context): Typed {
  const left = context.check(expr.left, context);
  const right = context.check(expr.right, context);
  if (left.type.kind === 'error' || right.type.kind === 'error') return bad(expr);
  const operands = { expr, left, right, context };
  switch (expr.op) {
    case '==':
    case '!=':
      return checkEqual(operands);
    case 'in':
      return checkIn(operands);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return checkOrder(operands);
    default:
      return checkArithmetic(operands);
  }
}

function checkEqual(operands: Operands): Typed {
  const { expr, left, right, context } = operands;
  const whole = [left, right].find(({ type }) => type.kind === 'struct');
  if (whole !== undefined) return notCompared(operands, whole);
  if (isUnlisted(left, right) || isUnlisted(right, left)) return noSuchValue(operands);
  if (comparable(left.type, right.type)) return binary(operands, boolType, false);
  const never = expr.op === '==' ? 'never equal' : 'always different';
  const message = `${showType(left.type)} and ${showType(right.type)} are ${never}.`;
  const help = listHelp(operands) ?? otherwiseWritten(expr.op, left, right);
  context.report('cel/type', expr, help === undefined ? { message } : { message, help });
  return bad(expr);
}

/** `agent == agent`, `tool == "x"`. */
function notCompared({ expr, context }: Operands, { type }: Typed): Typed {
  const fields = type.kind === 'struct' ? type.fields : [];
  const message = `\`${showType(type)}\` is no value to compare.`;
  const help = `Compare one of its fields, as in \`${showType(type)}.${fields[0]?.name ?? ''} == …\`.`;
  context.report('cel/type', expr, { message, help });
  return bad(expr);
}

/** Is it a literal text that a schema does not list? */
function isUnlisted(written: Typed, { type }: Pick<Typed, 'type'>): boolean {
  if (written.kind !== 'constant' || written.constant.type !== 'string') return false;
  return listedBy(type)?.includes(written.constant.value) === false;
}

/** The texts that a schema lists. */
function listedBy(type: Type): readonly string[] | undefined {
  if (type.kind === 'dyn') return type.options?.map(listedBy).find((values) => values !== undefined);
  return type.kind === 'string' ? type.values : undefined;
}

/** The first literal of a list that what is looked for never is. */
function unlistedIn({ left, right }: Operands): Typed | undefined {
  return right.kind === 'list' ? right.items.find((item) => isUnlisted(item, left)) : undefined;
}

/** What stands for any element of a list. */
function elementOf(list: Typed): Typed {
  return list.type.kind === 'list' ? { ...list, type: list.type.element } : bad(list);
}

/** A text that is not among those a schema lists. */
function noSuchValue({ expr, left, right, context }: Operands): Typed {
  const [listed, written] = right.kind === 'constant' ? [left, right] : [right, left];
  const values = listedBy(listed.type) ?? [];
  const word =
    written.kind === 'constant' && written.constant.type === 'string' ? written.constant.value : '';
  const path = writtenPath(listed);
  const subject = path === null ? 'The value' : `\`${path}\``;
  const among = expr.op === 'in' && written === left;
  const message = `${subject} ${among ? 'never holds' : 'is never'} ${JSON.stringify(word)}.`;
  const why = `The schema lists what ${among ? 'its items' : 'it'} can be.`;
  const place = expr.op === 'in' ? written : expr;
  context.report('cel/type', place, { message, why, ...meant(word, values, 'It is one of') });
  return bad(expr);
}

function listHelp({ expr, left, right }: Operands): string | undefined {
  const list = left.type.kind === 'list' || left.type.kind === 'map' ? left : right;
  if (list.type.kind !== 'list' && list.type.kind !== 'map') return undefined;
  if (left.type.kind === 'null' || right.type.kind === 'null') return undefined;
  return `Whether it holds a value is asked with \`${expr.op === '==' ? 'value in list' : '!(value in list)'}\`.`;
}

const ordered: ReadonlySet<Type['kind']> = new Set([
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'bool',
  'timestamp',
  'duration',
]);

function checkOrder(operands: Operands): Typed {
  const [left, right] = [operands.left.type, operands.right.type];
  const known = [left, right].filter((type) => !isOpen(type));
  if (![left, right].every((type) => mayBe(type, ({ kind }) => ordered.has(kind)))) return mismatch(operands);
  const goes = (a: Type, b: Type) => mayBe(a, (one) => mayBe(b, (other) => isOrderedWith(one, other)));
  if (!goes(left, right)) return mismatch(operands, orderHelp(operands.expr.op, operands));
  return binary(operands, boolType, known.length < 2);
}

function isOrderedWith(a: Type, b: Type): boolean {
  return a.kind === b.kind || (isNumber(a) && isNumber(b));
}

function orderHelp(op: BinaryOperator, { left, right }: Operands): string | undefined {
  if (left.type.kind === 'bool') return `\`a ${op} b ${op} c\` is written \`a ${op} b && b ${op} c\`.`;
  const times = [left.type.kind, right.type.kind];
  return times.includes('timestamp') && times.includes('string')
    ? 'Write `timestamp("2026-11-20T09:00:00Z")`.'
    : otherwiseWritten(op, left, right);
}

function checkIn(operands: Operands): Typed {
  const [left, right] = [operands.left.type, operands.right.type];
  const unlisted = unlistedIn(operands);
  if (unlisted !== undefined) return noSuchValue({ ...operands, right: unlisted });
  if (isUnlisted(operands.left, elementOf(operands.right)))
    return noSuchValue({ ...operands, right: elementOf(operands.right) });
  const holding = (one: Type) => ['list', 'map', 'object'].includes(one.kind);
  if (isOpen(right) && !mayBe(right, holding)) return mismatch(operands);
  if (isOpen(right)) return binary(operands, boolType, true);
  if (right.kind === 'list' && comparable(left, right.element)) return binary(operands, boolType, false);
  if (right.kind === 'object' && (isOpen(left) || left.kind === 'string'))
    return binary(operands, boolType, false);
  if (right.kind === 'map' && comparable(left, right.key)) return binary(operands, boolType, false);
  const help =
    right.kind === 'string' ? 'Whether a text holds another is asked with `text.contains(part)`.' : undefined;
  return mismatch(operands, help);
}
