// Arithmetic of dyn values: both of one type that has the operator, else an error.
import { mostElements, perJoined, type Spend } from './budget.ts';
import { fail } from './error.ts';
import {
  addInt,
  addUint,
  divideInt,
  divideUint,
  type Int,
  multiplyInt,
  multiplyUint,
  negateInt,
  remainderInt,
  remainderUint,
  subtractInt,
  subtractUint,
} from './int.ts';
import { longest } from './text.ts';
import { addSpan, addTime, backTime, spanBetween } from './time.ts';
import { Box, Bytes, boxDouble, boxDuration, boxTimestamp, boxUint } from './value.ts';

/** `a + b`. @throws celError unless both are of types that add; for texts and bytes that are too long; as `concat` */
export function add(a: unknown, b: unknown, spend?: Spend): unknown {
  if (isInt(a) && isInt(b)) return addInt(a, b);
  if (typeof a === 'string' && typeof b === 'string') return joinTexts(fitting(a, b.length), b, spend);
  if (Array.isArray(a) && Array.isArray(b)) return concat(a, b, spend);
  if (isDouble(a) && isDouble(b)) return boxDouble(plain(a) + plain(b));
  if (isBox(a, 'uint') && isBox(b, 'uint')) return boxUint(addUint(a.value, b.value));
  if (a instanceof Bytes && b instanceof Bytes) {
    fitting(a.data, b.data.length);
    return joinBytes(a, b, spend);
  }
  return addTimes(a, b);
}

/** @throws celError where it is too long together with so much more: what nobody counts must not grow without end */
function fitting<Of extends { readonly length: number }>(one: Of, more: number): Of {
  return one.length + more > longest ? fail() : one;
}

/** One list after the other. @throws celError beyond `mostElements`, before anything is made: of longer ones V8 ends the process */
export function concat(a: readonly unknown[], b: readonly unknown[], spend?: Spend): readonly unknown[] {
  if (a.length + b.length > mostElements) return fail();
  const list = [...a, ...b];
  return spend === undefined ? list : spend(list, 1);
}

/** One text after the other. JavaScript puts them together when they are read first: that is counted here. @throws celError beyond what may be spent */
export function joinTexts(a: string, b: string, spend?: Spend): string {
  spend?.(null, (a.length + b.length) * perJoined);
  return a + b;
}

/** One after the other. @throws celError beyond what may be spent */
export function joinBytes(a: Bytes, b: Bytes, spend?: Spend): Bytes {
  spend?.(null, (a.data.length + b.data.length) * perJoined);
  const data = new Uint8Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return new Bytes(data);
}

function addTimes(a: unknown, b: unknown): unknown {
  if (isBox(a, 'duration') && isBox(b, 'duration')) return boxDuration(addSpan(a.value, b.value));
  if (isBox(a, 'timestamp') && isBox(b, 'duration')) return boxTimestamp(addTime(a.value, b.value));
  return isBox(a, 'duration') && isBox(b, 'timestamp') ? boxTimestamp(addTime(b.value, a.value)) : fail();
}

/** `a - b`. @throws celError unless both are of types that subtract */
export function subtract(a: unknown, b: unknown): unknown {
  if (isInt(a) && isInt(b)) return subtractInt(a, b);
  if (isDouble(a) && isDouble(b)) return boxDouble(plain(a) - plain(b));
  if (isBox(a, 'uint') && isBox(b, 'uint')) return boxUint(subtractUint(a.value, b.value));
  if (isBox(a, 'timestamp') && isBox(b, 'duration')) return boxTimestamp(backTime(a.value, b.value));
  const same =
    (isBox(a, 'timestamp') && isBox(b, 'timestamp')) || (isBox(a, 'duration') && isBox(b, 'duration'));
  return same ? boxDuration(spanBetween((a as Box).value, (b as Box).value)) : fail();
}

/** `a * b`. @throws celError unless both are numbers of one type */
export function multiply(a: unknown, b: unknown): unknown {
  if (isInt(a) && isInt(b)) return multiplyInt(a, b);
  if (isBox(a, 'uint') && isBox(b, 'uint')) return boxUint(multiplyUint(a.value, b.value));
  return isDouble(a) && isDouble(b) ? boxDouble(plain(a) * plain(b)) : fail();
}

/** `a / b`. @throws celError unless both are numbers of one type */
export function divide(a: unknown, b: unknown): unknown {
  if (isInt(a) && isInt(b)) return divideInt(a, b);
  if (isBox(a, 'uint') && isBox(b, 'uint')) return boxUint(divideUint(a.value, b.value));
  return isDouble(a) && isDouble(b) ? boxDouble(plain(a) / plain(b)) : fail();
}

/** `a % b`. @throws celError unless both are ints, or uints */
export function remainder(a: unknown, b: unknown): unknown {
  if (isInt(a) && isInt(b)) return remainderInt(a, b);
  return isBox(a, 'uint') && isBox(b, 'uint') ? boxUint(remainderUint(a.value, b.value)) : fail();
}

/** `-a`. @throws celError unless it is an int or a double */
export function negate(a: unknown): unknown {
  return isInt(a) ? negateInt(a) : isDouble(a) ? boxDouble(-plain(a)) : fail();
}

/** True for an int in dyn form. */
export function isInt(value: unknown): value is Int {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
}

/** True for a double in dyn form. */
export function isDouble(value: unknown): value is number | Box {
  return (typeof value === 'number' && !Number.isSafeInteger(value)) || isBox(value, 'double');
}

/** True for a boxed value of one kind. */
export function isBox(value: unknown, kind: Box['kind']): value is Box {
  return value instanceof Box && value.kind === kind;
}

function plain(value: number | Box): number {
  return typeof value === 'number' ? value : Number(value.value);
}
