// Ids of requests. Those of the gateway are whole numbers, so that matching an answer costs no string.
import type { ServerMessage, Span } from '../contract/message.ts';

/** Whether a message answers the request with this id: raw JSON, ASCII. */
export function hasId(message: ServerMessage, id: string): boolean {
  return message.id !== null && spanIs(message.bytes, message.id, id);
}

/** Whether a span is exactly this ASCII text. */
export function spanIs(bytes: Uint8Array, span: Span, text: string): boolean {
  if (span.end - span.start !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[span.start + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** The span as a whole number without sign, as the gateway writes its ids; -1 for anything else. */
export function numberOf(bytes: Uint8Array, span: Span): number {
  const length = span.end - span.start;
  if (length < 1 || length > 15 || (length > 1 && bytes[span.start] === 0x30)) return -1;
  let value = 0;
  for (let i = span.start; i < span.end; i++) {
    const digit = (bytes[i] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
