// Time zones: IANA names, or a fixed offset.
import { perOffset, perZone, type Spend } from './budget.ts';
import { fail } from './error.ts';

/**
 * Offsets change at whole minutes, so each is asked for once a minute. Not once a quarter: St. John's changed its clocks at
 * 00:01. Before 1973, when all zones had come to whole minutes, they change at any second.
 */
const minute = 60_000;
const second = 1000;
const since1973 = 94_694_400_000;

type Move = (time: number) => number;

/**
 * A function that moves a time so that its UTC parts are the zone's own.
 * @param name IANA name
 * @throws RangeError when the host does not know the zone; at start, not per call
 */
export function zone(name: string): Move {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  let known = Number.NaN;
  let offset = 0;
  return (time) => {
    const step = time < since1973 ? second : minute;
    const now = Math.floor(time / step) * step;
    if (now !== known) {
      offset = offsetAt(format, time);
      known = now;
    }
    return time + offset;
  };
}

/** Milliseconds that the zone is ahead of UTC: a date, and `GMT+01:00`, `GMT-00:44:30` or `GMT`. */
function offsetAt(format: Intl.DateTimeFormat, time: number): number {
  const found = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(time));
  if (found === null) return fail();
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = found;
  const ahead = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ahead : ahead;
}

/** Most zones kept at a time: their names may come from a caller. */
const mostZones = 64;

/**
 * A function that moves a time into a zone that is named only now. To make one ready takes as long as much else, so a counter
 * counts it. @throws celError when there is none
 */
export function zones(): (time: number, name: string, spend?: Spend) => number {
  const known = new Map<string, Move>();
  return (time, name, spend) => {
    const found = known.get(name);
    spend?.(null, found === undefined ? perZone : perOffset);
    if (found !== undefined) return found(time);
    if (known.size >= mostZones) known.clear();
    const move = moveTo(name);
    known.set(name, move);
    return move(time);
  };
}

function moveTo(name: string): Move {
  const fixed = /^([+-]?)([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(name);
  if (fixed !== null) {
    const ahead = (Number(fixed[2]) * 60 + Number(fixed[3])) * (fixed[1] === '-' ? -60_000 : 60_000);
    return (time) => time + ahead;
  }
  if (!/^[A-Za-z]/.test(name)) return fail();
  try {
    return zone(name);
  } catch {
    return fail();
  }
}
