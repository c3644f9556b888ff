// Timestamps in milliseconds since the epoch, and time zones.
import { fail } from './error.ts';

/** Years 0001 to 9999. */
const earliest = -62_135_596_800_000;
const latest = 253_402_300_799_999;

/** A duration's bound: what int64 counts in nanoseconds. */
const longest = 9_223_372_036_854;

const day = 86_400_000;

/** A timestamp moved by milliseconds. @throws celError beyond the years 0001 to 9999 */
export function addTime(time: number, ms: number): number {
  const sum = time + ms;
  return sum >= earliest && sum <= latest ? sum : fail();
}

/** A duration within its bounds. @throws celError beyond */
export function timeSpan(ms: number): number {
  return Math.abs(ms) <= longest ? ms : fail();
}

/** Day of the year from 0, in UTC. */
export function dayOfYear(time: number): number {
  const date = new Date(time);
  date.setUTCMonth(0, 1);
  return Math.floor(time / day) - Math.floor(date.getTime() / day);
}

/** Offsets change at quarters of an hour only, so each is asked for once a quarter. */
const quarter = 900_000;

/**
 * A function that moves a time so that its UTC parts are the zone's own.
 * @param name IANA name
 * @throws RangeError when the host does not know the zone; at start, not per call
 */
export function zone(name: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  let known = Number.NaN;
  let offset = 0;
  return (time) => {
    const now = Math.floor(time / quarter);
    if (now !== known) {
      offset = offsetAt(format, time);
      known = now;
    }
    return time + offset;
  };
}

/** Milliseconds that the zone is ahead of UTC. `GMT+01:00`, `GMT-00:44:30`, `GMT`. */
function offsetAt(format: Intl.DateTimeFormat, time: number): number {
  const text = format.formatToParts(time).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const found = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
  if (found === null) return fail();
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = found;
  const ahead = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ahead : ahead;
}
