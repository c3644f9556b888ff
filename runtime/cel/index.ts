// What generated expressions call. Each is free of side effects; a bundle holds only those that are named.
export { at, element, get, has, items, key, optionalAt, pairs, size } from './access.ts';
export {
  add,
  concat,
  divide,
  joinBytes,
  joinTexts,
  multiply,
  negate,
  remainder,
  subtract,
} from './arithmetic.ts';
export { base64Decode, base64Encode } from './base64.ts';
export { budget } from './budget.ts';
export {
  bool,
  bytes,
  double,
  duration,
  int,
  list,
  map,
  nothing,
  number,
  optional,
  real,
  record,
  string,
  timestamp,
  typeName,
  uint,
} from './cast.ts';
export { atMost, eq, holds, isIn, less, orderBytes, orderNumbers } from './compare.ts';
export {
  toBool,
  toBytes,
  toDouble,
  toDuration,
  toInt,
  toText,
  toTimestamp,
  toUint,
  typeOf,
} from './convert.ts';
export { fail } from './error.ts';
export { foresee } from './foresee.ts';
export { format } from './format.ts';
export {
  addInt,
  addUint,
  divideInt,
  divideUint,
  multiplyInt,
  multiplyUint,
  negateInt,
  remainderInt,
  remainderUint,
  subtractInt,
  subtractUint,
} from './int.ts';
export { json } from './json.ts';
export { all, allPairs, and, exists, existsPair, isFalse, isTrue, or } from './logic.ts';
export { base, entriesOf, isRecord, keysOf, mapOf, mapOfSome, recordOf, some } from './map.ts';
export {
  abs,
  bitAnd,
  bitNot,
  bitOr,
  bitShiftLeft,
  bitShiftRight,
  bitXor,
  greatest,
  least,
  roundDouble,
  sign,
  sqrt,
} from './math.ts';
export {
  heldOf,
  optFlatMap,
  optionalNone,
  optionalOf,
  optionalOfNonZero,
  optMap,
  orOptional,
  orValue,
} from './optional.ts';
export { getHours, getMilliseconds, getMinutes, getSeconds } from './part.ts';
export { createMatches, searchPattern, searchProgram, searchTable } from './regex/index.ts';
export { contains } from './search.ts';
export { lowerAscii, orderStrings, sizeOfString, trim, upperAscii } from './strings.ts';
export { charAt, indexOf, join, lastIndexOf, quote, replace, reverse, split, substring } from './text.ts';
export {
  addSpan,
  addTime,
  backTime,
  dayOfYear,
  floorMs,
  orderTimes,
  spanBetween,
  timeSpan,
  truncMs,
} from './time.ts';
export {
  Bytes,
  boxDouble,
  boxDuration,
  boxTimestamp,
  boxUint,
  bytesOf,
  TypeName,
  typeNamed,
} from './value.ts';
export { zone, zones } from './zone.ts';
