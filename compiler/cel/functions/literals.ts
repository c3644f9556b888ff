// `timestamp("…")` and `duration("…")`: worked out at compile, to the nanosecond.
import type { Words } from '../problem.ts';
import type { Constant } from '../typed.ts';
import type { LiteralFunction } from './function.ts';

const rfc3339 =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/;

/** Years 0001 to 9999, as milliseconds since the epoch. */
const earliest = -62_135_596_800_000;
const latest = 253_402_300_799_999;

/** Whole milliseconds as a number, anything finer as nanoseconds. */
function timeOf(nanos: bigint): number | bigint {
  return nanos % 1_000_000n === 0n ? Number(nanos / 1_000_000n) : nanos;
}

function readTimestamp(text: string): Constant | Words {
  const found = rfc3339.exec(text);
  const wrong = { message: `\`${text}\` is no time.`, help: 'Write RFC 3339: `2026-11-20T09:00:00Z`.' };
  if (found === null) return wrong;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const fraction = BigInt((found[7] ?? '').padEnd(9, '0'));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour;
  const [hours, minutes] = [Number(found[9] ?? 0), Number(found[10] ?? 0)];
  if (!same || minute > 59 || second > 59 || hours > 23 || minutes > 59) return wrong;
  const value = date.getTime() - (found[8] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  if (value < earliest || value > latest) return wrong;
  return { type: 'timestamp', value: timeOf(BigInt(value) * 1_000_000n + fraction) };
}

const unitNanos: ReadonlyMap<string, bigint> = new Map([
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['ns', 1n],
]);

function readDuration(text: string): Constant | Words {
  const wrong = { message: `\`${text}\` is no duration.`, help: 'Write `90s`, `1h30m`, `250ms`.' };
  const body = text.replace(/^[+-]/, '');
  if (body === '0') return { type: 'duration', value: 0 };
  if (!/^(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:h|ms|m|s|us|µs|ns))+$/.test(body)) return wrong;
  let nanos = 0n;
  for (const [, int = '', fraction = '', unit = ''] of body.matchAll(
    /([0-9]*)\.?([0-9]*)(h|ms|m|s|us|µs|ns)/g,
  )) {
    const scale = unitNanos.get(unit) ?? 0n;
    nanos += BigInt(int || '0') * scale + (BigInt(fraction || '0') * scale) / 10n ** BigInt(fraction.length);
  }
  if (nanos >= 2n ** 63n) return { message: 'The duration is beyond 290 years.' };
  return { type: 'duration', value: timeOf(text.startsWith('-') ? -nanos : nanos) };
}

export const literalFunctions: readonly LiteralFunction[] = [
  { name: 'timestamp', example: 'timestamp("2026-11-20T09:00:00Z")', read: readTimestamp },
  { name: 'duration', example: 'duration("90s")', read: readDuration },
];
