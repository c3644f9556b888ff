// Arithmetic: int with int, double with double, text, lists, times.
import { mostElements } from '../../../runtime/cel/budget.ts';
import { sizeOf } from '../cost/size.ts';
import { intWithin, rangeAfter, rangeOf } from '../range.ts';
import { union } from '../relation.ts';
import type { Typed } from '../typed.ts';
import {
  bytesType,
  doubleType,
  dynType,
  intType,
  isFine,
  isOpen,
  listOf,
  mayBe,
  stringType,
  type Type,
  uintType,
} from '../types.ts';
import { binary, mismatch, type Operands } from './operands.ts';

/** `+ - * / %`. */
export function checkArithmetic(operands: Operands): Typed {
  const { expr, left, right } = operands;
  const result =
    isOpen(left.type) || isOpen(right.type)
      ? openResult(expr.op, left.type, right.type)
      : knownResult(expr.op, left.type, right.type);
  if (result === null) return mismatch(operands, numberHelp(operands));
  const plain =
    ['double', 'string', 'list', 'bytes'].includes(result.kind) && !isOpen(left.type) && !isOpen(right.type);
  return binary(operands, result, plain ? isEndless(operands, result) : rangeOf(result) === undefined);
}

/** May it be a list with more elements than one can have? */
function isEndless({ left, right }: Operands, { kind }: Type): boolean {
  return kind === 'list' && sizeOf(left) + sizeOf(right) > mostElements;
}

function knownResult(op: string, left: Type, right: Type): Type | null {
  if (left.kind === 'list' && right.kind === 'list')
    return op === '+' ? listOf(union(left.element, right.element)) : null;
  const fine = isFine(left) || isFine(right);
  switch (`${left.kind} ${right.kind}`) {
    case 'int int':
      return intWithin(rangeAfter(op, rangeOf(left), rangeOf(right)));
    case 'uint uint':
      return uintType;
    case 'double double':
      return op === '%' ? null : doubleType;
    case 'string string':
      return op === '+' ? stringType : null;
    case 'bytes bytes':
      return op === '+' ? bytesType : null;
    case 'timestamp duration':
      return op === '+' || op === '-' ? { kind: 'timestamp', fine } : null;
    case 'duration timestamp':
      return op === '+' ? { kind: 'timestamp', fine } : null;
    case 'timestamp timestamp':
      return op === '-' ? { kind: 'duration', fine } : null;
    case 'duration duration':
      return op === '+' || op === '-' ? { kind: 'duration', fine } : null;
    default:
      return null;
  }
}

/** One operand is dyn: what the other one is decides where it can. */
function openResult(op: string, left: Type, right: Type): Type | null {
  const known = isOpen(left) ? right : left;
  if (isOpen(known)) return dynType;
  const fits = (one: Type) =>
    (isOpen(left) ? knownResult(op, one, right) : knownResult(op, left, one)) !== null;
  if (!mayBe(isOpen(left) ? left : right, fits)) return null;
  if (known.kind === 'timestamp' || known.kind === 'duration')
    return op === '+' || op === '-' ? dynType : null;
  // Nothing is known of the other one's range.
  if (known.kind === 'int') return intType;
  return knownResult(op, known, known.kind === 'list' ? { kind: 'list', element: dynType } : known);
}

function numberHelp({ expr, left, right }: Operands): string | undefined {
  const kinds = [left.type.kind, right.type.kind].sort().join(' ');
  if (kinds === 'double int') return 'CEL does not mix int and double: write `2.0` for `2`.';
  if (kinds === 'int uint') return 'CEL does not mix int and uint: write `2u`, or `uint(…)`.';
  if (expr.op === '+' && /^(?:bool|double|int) string$/.test(kinds))
    return 'A number becomes a text with `string(…)`.';
  if (kinds === 'duration int') return 'Write the time as `duration("30s")`.';
  return undefined;
}
