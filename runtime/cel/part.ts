// Parts of what turns out to be a timestamp or a duration.
import { isBox } from './arithmetic.ts';
import { fail } from './error.ts';
import { floorMs, truncMs } from './time.ts';

/** The part of a timestamp in UTC, or the whole units of a duration. @throws celError for anything else */
function partOf(value: unknown, ofDate: (date: Date) => number, ofMs: (ms: number) => number): number {
  if (isBox(value, 'timestamp')) return ofDate(new Date(floorMs(value.value)));
  return isBox(value, 'duration') ? ofMs(truncMs(value.value)) + 0 : fail();
}

/** @throws celError unless it is a timestamp or a duration; as the next three */
export function getHours(value: unknown): number {
  return partOf(
    value,
    (date) => date.getUTCHours(),
    (ms) => Math.trunc(ms / 3_600_000),
  );
}

export function getMinutes(value: unknown): number {
  return partOf(
    value,
    (date) => date.getUTCMinutes(),
    (ms) => Math.trunc(ms / 60_000),
  );
}

export function getSeconds(value: unknown): number {
  return partOf(
    value,
    (date) => date.getUTCSeconds(),
    (ms) => Math.trunc(ms / 1000),
  );
}

export function getMilliseconds(value: unknown): number {
  return partOf(
    value,
    (date) => date.getUTCMilliseconds(),
    (ms) => ms % 1000,
  );
}
