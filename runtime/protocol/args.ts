// Values out of a scanned message, as rules read them: arguments and `_meta`.
import type { ClientMessage } from '../contract/message.ts';
import { jsonOf, textOf } from './bytes.ts';
import { parseExact } from './exact.ts';

/**
 * The arguments of a call, `{}` when there are none. Integers beyond ±2^53 are bigint; a number beyond int64, or beyond
 * what a double can reach, throws a RangeError. A key `__proto__` is a key like any other.
 */
export function parseArgs({ bytes, args, hasBigNumbers }: ClientMessage): unknown {
  if (args === null) return {};
  const text = textOf(bytes, args);
  return hasBigNumbers ? parseExact(text) : (JSON.parse(text) as unknown);
}

/** `_meta` as an object, `{}` when there is none. */
export function parseMeta({ bytes, meta }: ClientMessage): Readonly<Record<string, unknown>> {
  return meta === null ? {} : (jsonOf(bytes, meta) as Record<string, unknown>);
}

/** `params` as an object, `{}` when there are none. Not for arguments: big numbers are rounded. */
export function parseParams({ bytes, params }: ClientMessage): Readonly<Record<string, unknown>> {
  return params === null ? {} : (jsonOf(bytes, params) as Record<string, unknown>);
}
