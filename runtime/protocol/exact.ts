// A JSON parser that loses no integer: for arguments with numbers that a double may not hold.

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
/** Digits of the longest int64. */
const INT64_DIGITS = 19;

interface Reader {
  readonly text: string;
  at: number;
}

/**
 * Parses JSON text that was scanned before (its grammar and depth are not checked again). Integers beyond ±(2^53 − 1)
 * become bigint. Throws a RangeError for an integer beyond int64 and for a number too large for a double.
 */
export function parseExact(text: string): unknown {
  return readValue({ text, at: 0 });
}

function readValue(r: Reader): unknown {
  const first = peek(r);
  if (first === '{') return readObject(r);
  if (first === '[') return readArray(r);
  if (first === '"') return readString(r);
  return readScalar(r);
}

function peek(r: Reader): string {
  while (' \n\r\t'.includes(r.text[r.at] ?? '.')) r.at++;
  return r.text[r.at] ?? '';
}

function readObject(r: Reader): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  r.at++;
  while (peek(r) !== '}') {
    if (peek(r) === ',') r.at++;
    peek(r);
    const key = readString(r);
    peek(r);
    r.at++;
    define(object, key, readValue(r));
  }
  r.at++;
  return object;
}

/** As JSON.parse does: `__proto__` becomes an own property, never the prototype. */
function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

function readArray(r: Reader): unknown[] {
  const array: unknown[] = [];
  r.at++;
  while (peek(r) !== ']') {
    if (peek(r) === ',') r.at++;
    array.push(readValue(r));
  }
  r.at++;
  return array;
}

function readString(r: Reader): string {
  const start = r.at++;
  while (r.text[r.at] !== '"') r.at += r.text[r.at] === '\\' ? 2 : 1;
  r.at++;
  return JSON.parse(r.text.slice(start, r.at)) as string;
}

function readScalar(r: Reader): unknown {
  const start = r.at;
  while (!',]} \n\r\t'.includes(r.text[r.at] ?? ',')) r.at++;
  const token = r.text.slice(start, r.at);
  return /^-?\d+$/.test(token) ? integer(token) : finite(token);
}

function finite(token: string): unknown {
  const value: unknown = JSON.parse(token);
  if (typeof value === 'number' && !Number.isFinite(value)) throw tooLarge(token);
  return value;
}

function integer(token: string): number | bigint {
  const value = Number(token);
  if (Number.isSafeInteger(value)) return value;
  // The length first: a bigint of a million digits takes its time.
  const exact = token.length <= INT64_DIGITS + 1 ? BigInt(token) : null;
  if (exact === null || exact > INT64_MAX || exact < INT64_MIN) throw tooLarge(token);
  return exact;
}

function tooLarge(token: string): RangeError {
  return new RangeError(`number too large: ${token.length > 24 ? `${token.slice(0, 24)}…` : token}`);
}
