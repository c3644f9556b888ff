// Timestamps and durations as texts, to the nanosecond: RFC 3339, and `1h30m`.
import { fail } from './error.ts';
import { durationOf, floorMs, nanosOf, type Time, timestampOf } from './time.ts';

const rfc3339 =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))$/;

/** What is finer than a nanosecond is cut. @throws celError for what is no RFC 3339 time of the years 0001 to 9999 */
export function readTimestamp(text: string): Time {
  const found = rfc3339.exec(text);
  if (found === null) return fail();
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const [hours, minutes] = [Number(found[9] ?? 0), Number(found[10] ?? 0)];
  if (!same || hour > 23 || minute > 59 || second > 59 || hours > 23 || minutes > 59) return fail();
  const ahead = (found[8] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  const nanos = BigInt((found[7] ?? '').slice(0, 9).padEnd(9, '0'));
  return timestampOf(BigInt(date.getTime() - ahead) * 1_000_000n + nanos);
}

const unitNanos: ReadonlyMap<string, bigint> = new Map([
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ns', 1n],
]);

const part = /([0-9]*)\.?([0-9]*)(h|ms|m|s|us|µs|μs|ns)/g;

/** @throws celError for what is no duration, and beyond 290 years */
export function readDuration(text: string): Time {
  const body = text.replace(/^[+-]/, '');
  if (body === '0') return 0;
  if (text.length > 100 || !/^(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:h|ms|m|s|us|µs|μs|ns))+$/.test(body))
    return fail();
  let nanos = 0n;
  for (const [, int = '', fraction = '', unit = ''] of body.matchAll(part)) {
    const scale = unitNanos.get(unit) ?? 0n;
    nanos += BigInt(int || '0') * scale + (BigInt(fraction || '0') * scale) / 10n ** BigInt(fraction.length);
  }
  return durationOf(text.startsWith('-') ? -nanos : nanos);
}

/** RFC 3339 in UTC, as many digits of the second as there are. */
export function showTimestamp(time: Time): string {
  const ms = floorMs(time);
  const nanos = nanosOf(time) - BigInt(Math.floor(ms / 1000)) * 1_000_000_000n;
  const date = new Date(ms).toISOString().replace(/^([+-]\d\d)(\d{4})/, '$2');
  return `${date.slice(0, 19)}${fraction(nanos)}Z`;
}

/** Seconds: `90s`, `0.25s`. */
export function showDuration(span: Time): string {
  const nanos = nanosOf(span);
  const size = nanos < 0n ? -nanos : nanos;
  return `${nanos < 0n ? '-' : ''}${size / 1_000_000_000n}${fraction(size % 1_000_000_000n)}s`;
}

function fraction(nanos: bigint): string {
  return nanos === 0n ? '' : `.${nanos.toString().padStart(9, '0').replace(/0+$/, '')}`;
}
