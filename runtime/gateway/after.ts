// What may take time, and mostly does not.
import type { Call } from './call.ts';

/** Goes on with `value`, at once if it is there; a rejection or a throw ends the call with no. */
export function after<T>(call: Call, value: T | Promise<T>, next: (call: Call, value: T) => void): void {
  if (value instanceof Promise) value.then((made) => next(call, made)).catch((error) => call.fail(error));
  else next(call, value);
}
