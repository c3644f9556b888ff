// Conversions between types: `int(x)`, `string(x)`, … of values in dyn form, the result in its type's own form.
import { isBox, isDouble, isInt } from './arithmetic.ts';
import { fail } from './error.ts';
import { readDuration, readTimestamp, showDuration, showTimestamp } from './instant.ts';
import { type Int, narrowInt, narrowUint } from './int.ts';
import { Entries, isRecord } from './map.ts';
import { floorMs, type Time, timestampOf } from './time.ts';
import { Box, Bytes, Optional, TypeName } from './value.ts';

/** @throws celError beyond 64 bits, and for what is no number */
export function toInt(value: unknown): Int {
  if (isInt(value)) return value;
  if (isDouble(value)) return truncated(doubleOf(value), narrowInt);
  if (isBox(value, 'uint')) return narrowInt(BigInt(value.value));
  if (isBox(value, 'timestamp')) return Math.floor(floorMs(value.value) / 1000);
  return typeof value === 'string' && /^[+-]?[0-9]+$/.test(value) ? narrowInt(readInt(value)) : fail();
}

/** @throws celError beyond 64 bits, below zero, and for what is no number */
export function toUint(value: unknown): Int {
  if (isInt(value)) return narrowUint(BigInt(value));
  if (isDouble(value)) return truncated(doubleOf(value), narrowUint);
  if (isBox(value, 'uint')) return value.value;
  return typeof value === 'string' && /^[0-9]+$/.test(value) ? narrowUint(readInt(value)) : fail();
}

/** Bounded: a text of a million digits is no number of 64 bits. */
function readInt(text: string): bigint {
  return text.length > 100 ? fail() : BigInt(text.replace('+', ''));
}

/** Towards zero. The very ends are out: a double cannot tell them from what is beyond. */
function truncated(value: number, narrow: (value: bigint) => Int): Int {
  if (!Number.isFinite(value) || value <= -(2 ** 63) || (narrow === narrowInt && value >= 2 ** 63))
    return fail();
  return narrow(BigInt(Math.trunc(value)));
}

function doubleOf(value: number | Box): number {
  return typeof value === 'number' ? value : Number(value.value);
}

/** Words that are numbers, as JavaScript writes them. */
const special: ReadonlyMap<string, string> = new Map([
  ['nan', 'NaN'],
  ['inf', 'Infinity'],
  ['infinity', 'Infinity'],
]);

/** @throws celError for what is no number, and for a text that is none */
export function toDouble(value: unknown): number {
  if (isInt(value)) return Number(value);
  if (isDouble(value)) return doubleOf(value);
  if (isBox(value, 'uint')) return Number(value.value);
  return typeof value === 'string' ? readDouble(value) : fail();
}

function readDouble(text: string): number {
  const word = special.get(text.replace(/^[+-]/, '').toLowerCase());
  if (word !== undefined) return text.startsWith('-') ? -Number(word) : Number(word);
  if (!/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) return fail();
  const value = Number(text);
  return Number.isFinite(value) ? value : fail();
}

/** @throws celError for what has no text: lists, maps, null, types; and for bytes that are no UTF-8 */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || isInt(value)) return String(value);
  if (isDouble(value)) return showDouble(doubleOf(value));
  if (value instanceof Bytes) return decode(value.data);
  if (!(value instanceof Box)) return fail();
  if (value.kind === 'timestamp') return showTimestamp(value.value);
  return value.kind === 'duration' ? showDuration(value.value) : String(value.value);
}

function decode(data: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return fail();
  }
}

/** The shortest text that reads as the same number; with an exponent from 10^21 and below 10^-4. */
export function showDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < 1e21)) return String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

const yes: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const no: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** @throws celError for a text that says neither, and for anything but texts and booleans */
export function toBool(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return fail();
  return yes.has(value) || (no.has(value) ? false : fail());
}

/** UTF-8. @throws celError for anything but texts and bytes */
export function toBytes(value: unknown): Bytes {
  if (value instanceof Bytes) return value;
  return typeof value === 'string' ? new Bytes(new TextEncoder().encode(value)) : fail();
}

/** Of RFC 3339, or of seconds since the epoch. @throws celError for anything else */
export function toTimestamp(value: unknown): Time {
  if (typeof value === 'string') return readTimestamp(value);
  if (isInt(value)) return timestampOf(BigInt(value) * 1_000_000_000n);
  return isBox(value, 'timestamp') ? value.value : fail();
}

/** Of a text like `1h30m`. @throws celError for anything else */
export function toDuration(value: unknown): Time {
  if (typeof value === 'string') return readDuration(value);
  return isBox(value, 'duration') ? value.value : fail();
}

/** The type of a value in dyn form. */
export function typeOf(value: unknown): TypeName {
  return new TypeName(nameOf(value));
}

const boxNames = {
  double: 'double',
  uint: 'uint',
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
} as const;

function nameOf(value: unknown): string {
  if (value === null) return 'null_type';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (isInt(value)) return 'int';
  if (typeof value === 'number') return 'double';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Box) return boxNames[value.kind];
  if (value instanceof Bytes) return 'bytes';
  if (value instanceof TypeName) return 'type';
  if (value instanceof Optional) return 'optional_type';
  return value instanceof Entries || isRecord(value) ? 'map' : fail();
}
