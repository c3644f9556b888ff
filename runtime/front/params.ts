// The params of the front's own methods, parsed: they are rare and small.
import type { ClientMessage } from '../contract/message.ts';
import { textOf } from '../protocol/bytes.ts';

/** The message's params, or null when it has none. The scan has found them valid JSON. */
export function paramsOf(message: ClientMessage): Readonly<Record<string, unknown>> | null {
  if (message.params === null) return null;
  const params: unknown = JSON.parse(textOf(message.bytes, message.params));
  return isObject(params) ? params : null;
}

/** True for an object that is no array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
