// Values out of a scanned message: arguments, `_meta`, params.
import type { ClientMessage } from '../contract/message.ts';
import { jsonOf, textOf } from './bytes.ts';
import { parseExact } from './exact.ts';

/**
 * The arguments of a call, `{}` when there are none. Integers beyond ±2^53 are bigint; a number beyond int64, or beyond
 * what a double can reach, throws a RangeError. A key `__proto__` is a key like any other.
 */
export function parseArgs(message: ClientMessage): unknown {
  const { bytes, args, bigNumbers } = message;
  if (args === null) return {};
  return bigNumbers ? parseExact(textOf(bytes, args)) : jsonOf(bytes, args);
}

/** `_meta` as an object, `{}` when there is none. */
export function parseMeta(message: ClientMessage): Readonly<Record<string, unknown>> {
  return message.meta === null ? {} : (jsonOf(message.bytes, message.meta) as Record<string, unknown>);
}

/** `params` as an object, `{}` when there are none. Not for arguments: big numbers are rounded. */
export function parseParams(message: ClientMessage): Readonly<Record<string, unknown>> {
  return message.params === null ? {} : (jsonOf(message.bytes, message.params) as Record<string, unknown>);
}
