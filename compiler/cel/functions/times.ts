// Parts of a timestamp, in UTC or in a time zone that is named in the expression.
import type { Builder } from '../../emit/builder.ts';
import { type Code, code } from '../../emit/code.ts';
import { level, type Printed, whole, within } from '../print/printed.ts';
import type { Typed } from '../typed.ts';
import { intType } from '../types.ts';
import type { CelFunction } from './function.ts';
import { readZone } from './zone.ts';

type Part = (date: Code, builder: Builder) => Printed;

const parts: readonly (readonly [name: string, print: Part])[] = [
  ['getFullYear', (date) => whole(code`new Date(${date}).getUTCFullYear()`)],
  ['getMonth', (date) => whole(code`new Date(${date}).getUTCMonth()`)],
  ['getDate', (date) => whole(code`new Date(${date}).getUTCDate()`)],
  ['getDayOfMonth', (date) => ({ code: code`new Date(${date}).getUTCDate() - 1`, level: level.add })],
  ['getDayOfWeek', (date) => whole(code`new Date(${date}).getUTCDay()`)],
  ['getDayOfYear', (date, builder) => whole(code`${builder.cel('dayOfYear')}(${date})`)],
  ['getHours', (date) => whole(code`new Date(${date}).getUTCHours()`)],
  ['getMinutes', (date) => whole(code`new Date(${date}).getUTCMinutes()`)],
  ['getSeconds', (date) => whole(code`new Date(${date}).getUTCSeconds()`)],
  ['getMilliseconds', (date) => whole(code`new Date(${date}).getUTCMilliseconds()`)],
];

/** The time moved so that its UTC parts are the zone's. */
function moved(time: Printed, zone: Typed | undefined, builder: Builder): Code {
  const name = zone?.kind === 'constant' && zone.constant.type === 'string' ? zone.constant.value : 'UTC';
  const read = readZone(name);
  if (read === null || read.kind === 'named') {
    const own = builder.fn(`zone ${name}`, [], code`${builder.cel('zone')}(${name})`);
    return code`${own}(${time.code})`;
  }
  return read.offsetMs === 0 ? time.code : code`${within(time, level.add)} + ${read.offsetMs}`;
}

export const timeFunctions: readonly CelFunction[] = parts.flatMap(([name, print]) =>
  [['timestamp'] as const, ['timestamp', 'zone'] as const].map((params) => ({
    name,
    method: true,
    params,
    result: intType,
    print: ([time]: readonly Printed[], builder: Builder, [, zone]: readonly Typed[]) =>
      print(moved(time!, zone, builder), builder),
  })),
);
