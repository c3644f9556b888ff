// Timestamps and durations: whole milliseconds as a number, anything finer as a bigint of nanoseconds.
import { fail } from './error.ts';

/** Either form; each value has one only. */
export type Time = number | bigint;

/** Years 0001 to 9999. */
const earliest = -62_135_596_800_000;
const latest = 253_402_300_799_999;
const latestNanos = 253_402_300_799_999_999_999n;

/** A duration's bound: what int64 counts in nanoseconds. */
const longest = 9_223_372_036_854;
const longestNanos = 9_223_372_036_854_775_807n;

const perMs = 1_000_000n;
const day = 86_400_000;

/** Nanoseconds. */
export function nanosOf(time: Time): bigint {
  return typeof time === 'bigint' ? time : BigInt(time) * perMs;
}

/** The one form of nanoseconds. */
function narrow(nanos: bigint): Time {
  return nanos % perMs === 0n ? Number(nanos / perMs) : nanos;
}

/** A timestamp of nanoseconds. @throws celError beyond the years 0001 to 9999 */
export function timestampOf(nanos: bigint): Time {
  return nanos >= BigInt(earliest) * perMs && nanos <= latestNanos ? narrow(nanos) : fail();
}

/** A duration of nanoseconds. @throws celError beyond 290 years */
export function durationOf(nanos: bigint): Time {
  return nanos <= longestNanos && nanos >= -longestNanos - 1n ? narrow(nanos) : fail();
}

/** A timestamp moved by a duration. @throws celError beyond the years 0001 to 9999 */
export function addTime(time: Time, by: Time): Time {
  if (typeof time === 'number' && typeof by === 'number') {
    const sum = time + by;
    return sum >= earliest && sum <= latest ? sum : fail();
  }
  return timestampOf(nanosOf(time) + nanosOf(by));
}

/** A timestamp moved back by a duration. @throws celError beyond the years 0001 to 9999 */
export function backTime(time: Time, by: Time): Time {
  return typeof by === 'number' ? addTime(time, -by) : timestampOf(nanosOf(time) - by);
}

/** A duration of whole milliseconds within its bounds. @throws celError beyond */
export function timeSpan(ms: number): number {
  return Math.abs(ms) <= longest ? ms : fail();
}

/** A sum of durations. @throws celError beyond 290 years */
export function addSpan(a: Time, b: Time): Time {
  return durationOf(nanosOf(a) + nanosOf(b));
}

/** The duration between two times, or two durations. @throws celError beyond 290 years */
export function spanBetween(a: Time, b: Time): Time {
  return durationOf(nanosOf(a) - nanosOf(b));
}

/** Negative, zero or positive. */
export function orderTimes(a: Time, b: Time): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const difference = nanosOf(a) - nanosOf(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Whole milliseconds of a timestamp, what is finer cut towards the past. */
export function floorMs(time: Time): number {
  if (typeof time === 'number') return time;
  const ms = time / perMs;
  return Number(time < 0n ? ms - 1n : ms);
}

/** Whole milliseconds of a duration, what is finer cut towards zero. */
export function truncMs(span: Time): number {
  return typeof span === 'number' ? span : Number(span / perMs);
}

/** Day of the year from 0, in UTC. */
export function dayOfYear(time: number): number {
  const date = new Date(time);
  date.setUTCMonth(0, 1);
  return Math.floor(time / day) - Math.floor(date.getTime() / day);
}
