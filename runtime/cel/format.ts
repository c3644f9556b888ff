// `format` of the strings extension: `%s %d %f %e %x %X %o %b`, with `.precision` for `f` and `e`.
import { isBox, isDouble, isInt } from './arithmetic.ts';
import { perDigits, perSorted, perUnread, perValue, perWritten, type Spend } from './budget.ts';
import { number } from './cast.ts';
import { toText } from './convert.ts';
import { fail } from './error.ts';
import { Entries, entriesOf, isRecord, keysOf } from './map.ts';
import { orderStrings } from './strings.ts';
import { longest } from './text.ts';
import { fromUnits } from './units.ts';
import { Bytes, TypeName } from './value.ts';

const clause = /%(?:%|(?:\.([0-9]{1,3}))?([A-Za-z]))|%/g;

/** Most digits behind the point. */
const finest = 99;

/**
 * The text with each clause replaced by the next value.
 * @param spend counts each value, however deep, and what is made of it
 * @throws celError for an unknown clause, a missing value, and a value that the clause does not take
 */
export function format(text: string, values: readonly unknown[], spend?: Spend): string {
  let next = 0;
  return text.replace(clause, (all: string, precision: string | undefined, verb: string | undefined) => {
    if (all === '%%') return '%';
    if (verb === undefined || next >= values.length) return fail();
    const digits = precision === undefined ? undefined : Number(precision);
    return formatOne(verb, digits, values[next++], spend);
  });
}

function formatOne(verb: string, precision: number | undefined, value: unknown, spend?: Spend): string {
  if (verb === 's' && precision === undefined) return formatAny(value, spend);
  return counted(formatPlain(verb, precision, value), spend, isDigits(verb) ? perDigits : perValue);
}

function isDigits(verb: string): verb is 'f' | 'e' {
  return verb === 'f' || verb === 'e';
}

function counted(text: string, spend?: Spend, steps = perValue): string {
  spend?.(null, steps + text.length * perWritten);
  return text;
}

function formatPlain(verb: string, precision: number | undefined, value: unknown): string {
  if (isDigits(verb)) return formatDouble(verb, precision ?? 6, value);
  if (precision !== undefined) return fail();
  switch (verb) {
    case 'd':
      return isDouble(value) ? showWord(Number(number(value))) : wholeOf(value).toString();
    case 'x':
      return formatHex(value);
    case 'X':
      return formatHex(value).toUpperCase();
    case 'o':
      return wholeOf(value).toString(8);
    case 'b':
      return typeof value === 'boolean' ? String(Number(value)) : wholeOf(value).toString(2);
    default:
      return fail();
  }
}

/** @throws celError unless it is an int or a uint */
function wholeOf(value: unknown): bigint {
  return isInt(value) || isBox(value, 'uint') ? BigInt(number(value)) : fail();
}

/** The fewest digits that read as the same number, without an exponent. */
function showWord(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const text = signed(value, String(value));
  if (!text.includes('e')) return text;
  const [, sign = '', first = '', more = '', exponent = ''] =
    /^(-?)([0-9])\.?([0-9]*)e(.+)$/.exec(value.toExponential()) ?? [];
  const zeros = Number(exponent);
  if (zeros > 0) return `${sign}${first}${more.padEnd(zeros, '0')}`;
  return `${sign}0.${'0'.repeat(-zeros - 1)}${first}${more}`;
}

/** JavaScript drops the sign of zero. */
function signed(value: number, text: string): string {
  return Object.is(value, -0) ? `-${text}` : text;
}

function formatDouble(verb: 'f' | 'e', precision: number, value: unknown): string {
  if (!isInt(value) && !isDouble(value) && !isBox(value, 'uint')) return fail();
  const plain = Number(number(value));
  if (!Number.isFinite(plain)) return showWord(plain);
  if (precision > finest) return fail();
  return signed(plain, verb === 'f' ? fixed(plain, precision) : scientific(plain, precision));
}

/** Halves to the even digit. */
function fixed(value: number, precision: number): string {
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}${precision > 0 ? `.${'0'.repeat(precision)}` : ''}`;
  return toEven(value.toFixed(100), value.toFixed(precision), precision);
}

function scientific(value: number, precision: number): string {
  const [exact = ''] = value.toExponential(100).split('e');
  const [near = '', exponent = ''] = value.toExponential(precision).split('e');
  return `${toEven(exact, near, precision)}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

/** JavaScript rounds halves up: where the exact digits are a half behind an even digit, they are cut instead. */
function toEven(exact: string, near: string, precision: number): string {
  const point = exact.indexOf('.');
  const cut = exact.slice(0, precision === 0 ? point : point + 1 + precision);
  const half = /^50*$/.test(exact.slice(point + 1 + precision));
  return half && /[02468]$/.test(cut) ? cut : near;
}

function formatHex(value: unknown): string {
  if (typeof value === 'string') return formatHex(new Bytes(new TextEncoder().encode(value)));
  if (!(value instanceof Bytes)) return wholeOf(value).toString(16);
  return hexOf(value.data);
}

/** Two digits a byte. */
function hexOf(data: Uint8Array): string {
  const units = new Uint8Array(2 * data.length);
  data.forEach((byte, at) => {
    units[2 * at] = '0123456789abcdef'.charCodeAt(byte >> 4);
    units[2 * at + 1] = '0123456789abcdef'.charCodeAt(byte & 15);
  });
  return fromUnits(units);
}

function formatAny(value: unknown, spend?: Spend): string {
  return counted(textOf(value, spend), spend);
}

/** @throws celError for what has no text, as an optional value */
function textOf(value: unknown, spend?: Spend): string {
  if (value === null) return 'null';
  if (value instanceof TypeName) return value.name;
  if (isDouble(value)) return showWord(Number(number(value)));
  if (value instanceof Bytes) return readable(value, spend);
  if (Array.isArray(value)) return `[${formatEach(value, spend).join(', ')}]`;
  if (!isRecord(value) && !(value instanceof Entries)) return toText(value);
  spend?.(value, perSorted);
  const keys = formatEach(keysOf(value), spend);
  const texts = formatEach(
    entriesOf(value).map(([, one]) => one),
    spend,
  );
  const sorted = keys.map((key, i) => [key, texts[i]] as const).sort(([a], [b]) => orderStrings(a, b));
  return `{${sorted.map(([key, one]) => `${key}: ${one}`).join(', ')}}`;
}

/** @throws celError where all are too long together: a number of few characters may become one of hundreds */
function formatEach(values: readonly unknown[], spend?: Spend): readonly string[] {
  let size = 0;
  return values.map((value) => {
    const text = formatAny(value, spend);
    size += text.length;
    return size > longest ? fail() : text;
  });
}

/** UTF-8, with one U+FFFD for all that is none between two characters. A U+FFFD of its own, EF BF BD, stands for itself. */
function readable(bytes: Bytes, spend?: Spend): string {
  try {
    return toText(bytes);
  } catch {
    return readAsFar(bytes.data, spend);
  }
}

function readAsFar(data: Uint8Array, spend?: Spend): string {
  spend?.(null, data.length * perUnread);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const between = fromUnits(data).split('\xef\xbf\xbd');
  const texts = between.map((units) => decoder.decode(Uint8Array.from(units, (unit) => unit.charCodeAt(0))));
  return texts.map((text) => text.replace(/\ufffd+/g, '\ufffd')).join('\ufffd');
}
