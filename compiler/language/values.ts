// Small values with a grammar of their own: durations, rates, hosts. Each parses to a value or says what is wrong and where.
import type { HostName } from '../emit/generated.ts';

/** What is wrong with a value, in characters of it. */
export interface Wrong {
  readonly wrong: string;
  readonly start: number;
  readonly end: number;
  readonly help: string;
}

export type Parsed<T> = { readonly value: T } | Wrong;

const wrong = (text: string, message: string, help: string, start = 0, end = text.length): Wrong => ({
  wrong: message,
  start,
  end,
  help,
});

const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const rateUnits: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** Timers take at most 2^31 − 1 milliseconds; a longer one would fire at once. */
const longestTimer = 2_147_483_647;

/** Longer than any period the language counts in, and exact as a number of milliseconds. */
const longestDuration = 3660 * 86_400_000;

/** `250ms 30s 5m 12h 30d` → milliseconds, 1 to ten years. */
export function parseDuration(text: string): Parsed<number> {
  const help = 'Write a whole number and a unit: 250ms, 30s, 5m, 12h, 30d.';
  const found = /^([0-9]+)(ms|s|m|h|d)$/.exec(text);
  if (!found) return wrong(text, `“${text}” is not a duration.`, help);
  const ms = Number(found[1]) * (durationUnits[found[2] ?? ''] ?? 0);
  if (ms < 1) return wrong(text, 'A duration of zero lets nothing happen.', help);
  if (ms > longestDuration) return wrong(text, `“${text}” is longer than ten years.`, help);
  return { value: ms };
}

/** A duration that a timer runs for, as a deadline does: 1 to 2^31 − 1 milliseconds. */
export function parseTimeout(text: string): Parsed<number> {
  const parsed = parseDuration(text);
  if ('wrong' in parsed || parsed.value <= longestTimer) return parsed;
  return wrong(
    text,
    `“${text}” is longer than a timer can be (24 days).`,
    'Write a shorter deadline, as 30s.',
  );
}

export interface Rate {
  readonly count: number;
  readonly unit: string;
  readonly unitMs: number;
}

const mostPerUnit = 1_000_000_000;

/** `100/minute` → how many, and in how many milliseconds. */
export function parseRate(text: string): Parsed<Rate> {
  const help = 'Write N/second, N/minute, N/hour or N/day, as 100/minute.';
  const found = /^([0-9]+)\/(second|minute|hour|day)$/.exec(text);
  if (!found) return wrong(text, `“${text}” is not a rate.`, help);
  const [, digits = '', unit = ''] = found;
  const count = Number(digits);
  if (count < 1)
    return wrong(
      text,
      'A rate of zero admits nobody.',
      'Deny the tools with an access rule instead.',
      0,
      digits.length,
    );
  if (count > mostPerUnit)
    return wrong(text, `${digits} is more than a limit can count (${mostPerUnit}).`, help, 0, digits.length);
  return { value: { count, unit, unitMs: rateUnits[unit] ?? 0 } };
}

export interface Host {
  readonly kind: HostName;
  /** Least version, major and minor; null where none is named. */
  readonly least: readonly [number, number] | null;
}

/** The oldest Node that the runtime is written for. */
export const oldestNode: readonly [number, number] = [20, 19];

/** `node`, `node>=22.13`, `deno`, `bun`, `workers`. */
export function parseHost(text: string): Parsed<Host> {
  const help = 'Write node, node>=20.19 (or later), deno, bun or workers.';
  const found = /^(node|deno|bun|workers)(?:>=([0-9]+)(?:\.([0-9]+))?)?$/.exec(text);
  if (!found) return wrong(text, `“${text}” is not a host.`, help);
  const kind = found[1] as HostName;
  if (found[2] === undefined) return { value: { kind, least: null } };
  if (kind !== 'node') return wrong(text, `A least version is known for node only.`, help, kind.length);
  const least = [Number(found[2]), Number(found[3] ?? 0)] as const;
  if (older(least, oldestNode)) {
    return wrong(text, `A gateway needs Node ${oldestNode.join('.')} or later.`, help, kind.length + 2);
  }
  return { value: { kind, least } };
}

const older = (a: readonly [number, number], b: readonly [number, number]): boolean =>
  a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
