// What generated expressions call. Each is free of side effects; a bundle holds only those that are named.
export { at, element, get, has, items, key, mapOf, size } from './access.ts';
export {
  add,
  addInt,
  divide,
  divideInt,
  multiply,
  multiplyInt,
  negate,
  negateInt,
  remainder,
  remainderInt,
  subtract,
  subtractInt,
} from './arithmetic.ts';
export { boxDouble, boxDuration, boxTimestamp } from './box.ts';
export { bool, double, duration, int, list, map, number, string, timestamp } from './cast.ts';
export { atMost, eq, holds, isIn, less } from './compare.ts';
export { all, and, exists, isFalse, isTrue, or } from './logic.ts';
export { lowerAscii, orderStrings, sizeOfString, split, trim, upperAscii } from './strings.ts';
export { addTime, dayOfYear, timeSpan, zone } from './time.ts';
