// Bytes and text: the few conversions that everything else needs.
import type { Span } from '../contract/message.ts';

/** What Node, Deno and Bun have beside the standard: short bytes come out of a pool, copies need no view. */
interface NativeBuffer extends Omit<Uint8Array, 'toString'> {
  copy(target: Uint8Array, at: number, start: number, end: number): number;
  toString(encoding: 'utf8' | 'latin1', start: number, end: number): string;
}
interface Native {
  allocUnsafe(length: number): Uint8Array;
  from(text: string): Uint8Array;
}
const native = (globalThis as { readonly Buffer?: Native }).Buffer;
const encoder = /* @__PURE__ */ new TextEncoder();
// A byte order mark inside a message is a character like any other: dropping it would judge another name.
const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });

/** Text as UTF-8. */
export function encode(text: string): Uint8Array {
  return native === undefined ? encoder.encode(text) : native.from(text);
}

/** Bytes to be filled: what stands in them is not said. */
export function allocate(length: number): Uint8Array {
  return native === undefined ? new Uint8Array(length) : native.allocUnsafe(length);
}

/** Copies `from[start, end)` to `to`, beginning `at`; returns where it ended. */
export function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  if (isNative(from)) from.copy(to, at, start, end);
  else to.set(from.subarray(start, end), at);
  return at + end - start;
}

/** UTF-8 as text. Invalid bytes become U+FFFD; what was scanned strictly has none. */
export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** The text of a span: raw JSON, quotes included. */
export function textOf(bytes: Uint8Array, span: Span): string {
  return slice(bytes, span.start, span.end);
}

/** The parsed value of a span. Throws a SyntaxError if it is not JSON. */
export function jsonOf(bytes: Uint8Array, span: Span): unknown {
  return JSON.parse(textOf(bytes, span));
}

function isNative(bytes: Uint8Array): bytes is Uint8Array & NativeBuffer {
  return 'copy' in bytes;
}

// Up to this length a loop beats a native call.
const SHORT = 12;

/** The text of a range. */
export function slice(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT) return sliceLong(bytes, start, end);
  for (let i = start; i < end; i++) if (bytes[i]! > 0x7f) return sliceLong(bytes, start, end);
  return binary(bytes, start, end);
}

/** Not every host's own decoding leaves a byte order mark at the beginning as it is. */
function sliceLong(bytes: Uint8Array, start: number, end: number): string {
  return isNative(bytes) && bytes[start] !== 0xef
    ? bytes.toString('utf8', start, end)
    : decoder.decode(bytes.subarray(start, end));
}

/** A range as text of one character a byte, whatever it means: `fill` gives the same bytes again. */
export function binary(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT && isNative(bytes)) return bytes.toString('latin1', start, end);
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

/** Writes text of one character a byte into `to`, beginning `at`; returns where it ended. */
export function fill(text: string, to: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) to[at + i] = text.charCodeAt(i);
  return at + text.length;
}

/** The JSON of a text, one character a byte. */
export function binaryJson(text: string): string {
  const json = JSON.stringify(text);
  const bytes = /^[ -~]*$/.test(json) ? null : encode(json);
  return bytes === null ? json : binary(bytes, 0, bytes.length);
}

/** The characters of a JSON string whose content is `bytes[start, end)`, escapes resolved. Throws on bad escapes. */
export function unescaped(bytes: Uint8Array, start: number, end: number): string {
  const raw = slice(bytes, start, end);
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
}

/** All chunks in one; the very chunk when there is only one. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const whole = allocate(lengthOf(chunks));
  let at = 0;
  for (const chunk of chunks) at = copy(chunk, 0, chunk.length, whole, at);
  return whole;
}

/** The sum of the chunks' lengths, in bytes. */
export function lengthOf(chunks: readonly Uint8Array[]): number {
  let length = 0;
  for (const chunk of chunks) length += chunk.length;
  return length;
}

/** Whether two ranges hold the same bytes. */
export function equals(
  bytes: Uint8Array,
  start: number,
  end: number,
  others: Uint8Array,
  from: number,
  to: number,
): boolean {
  if (end - start !== to - from) return false;
  for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== others[j]) return false;
  return true;
}

/** Past insignificant whitespace of JSON. */
export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
  }
  return at;
}

/** The characters of a JSON string; null for any other value, and for none. Throws on bad escapes. */
export function stringAt(bytes: Uint8Array, span: Span | null | undefined): string | null {
  return span != null && bytes[span.start] === 0x22 ? unescaped(bytes, span.start + 1, span.end - 1) : null;
}

/** Whether a JSON value is what ids and progress tokens are: a string or an integer. */
export function isToken(bytes: Uint8Array, { start, end }: Span): boolean {
  if (bytes[start] === 0x22) return true;
  const from = bytes[start] === 0x2d ? start + 1 : start;
  return from < end && digitsEnd(bytes, from, end) === end;
}

/** Where the digits that begin at `at` end. */
export function digitsEnd(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && bytes[i]! >= 0x30 && bytes[i]! <= 0x39) i++;
  return i;
}

/** Whether a range holds these ASCII characters. */
export function spells(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** The first byte that is not UTF-8; -1 where all are. */
export function notUtf8(bytes: Uint8Array): number {
  const text = decode(bytes);
  return text.includes('\ufffd') ? encode(text).findIndex((byte, at) => byte !== bytes[at]) : -1;
}

/** Two digits a byte. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
