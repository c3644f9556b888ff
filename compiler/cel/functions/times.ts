// Parts of a timestamp, in UTC or in a time zone; whole units of a duration.
import type { Builder } from '../../emit/builder.ts';
import { type Code, code, join } from '../../emit/code.ts';
import { level, type Printed, whole, within } from '../print/printed.ts';
import type { Typed } from '../typed.ts';
import { intType, isFine } from '../types.ts';
import { type CelFunction, calling } from './function.ts';
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

/** The timestamp in whole milliseconds. */
function wholeMs(time: Printed, node: Typed | undefined, builder: Builder): Printed {
  const coarse = node !== undefined && node.type.kind === 'timestamp' && !isFine(node.type);
  return coarse ? time : whole(code`${builder.cel('floorMs')}(${time.code})`);
}

/** The time moved so that its UTC parts are the zone's. */
function moved(time: Printed, name: string, builder: Builder): Code {
  const read = readZone(name);
  if (read === null || read.kind === 'named') {
    const own = builder.fn(`zone ${name}`, [], code`${builder.cel('zone')}(${name})`);
    return code`${own}(${time.code})`;
  }
  return read.offsetMs === 0 ? time.code : code`${within(time, level.add)} + ${read.offsetMs}`;
}

function inUtc(name: string, print: Part): CelFunction {
  return {
    name,
    method: true,
    params: ['timestamp'],
    result: intType,
    canError: false,
    print: ([time], builder, [node]) => print(moved(wholeMs(time!, node, builder), 'UTC', builder), builder),
  };
}

function inNamedZone(name: string, print: Part): CelFunction {
  return {
    name,
    method: true,
    params: ['timestamp', 'zone'],
    result: intType,
    canError: false,
    print: ([time], builder, [node, zone]) => {
      const named =
        zone?.kind === 'constant' && zone.constant.type === 'string' ? zone.constant.value : 'UTC';
      return print(moved(wholeMs(time!, node, builder), named, builder), builder);
    },
  };
}

/** In a zone that is known only at run time. */
function inAnyZone(name: string, print: Part): CelFunction {
  return {
    name,
    method: true,
    params: ['timestamp', 'string'],
    result: intType,
    canError: true,
    counts: true,
    print: ([time, ...zone], builder, [node]) => {
      const zones = builder.fn('zones', [], code`${builder.cel('zones')}()`);
      const given = [wholeMs(time!, node, builder), ...zone].map((one) => one.code);
      return print(code`${zones}(${join(given)})`, builder);
    },
  };
}

/** Milliseconds of the units a duration is counted in. */
const units: readonly (readonly [name: string, ms: number])[] = [
  ['getHours', 3_600_000],
  ['getMinutes', 60_000],
  ['getSeconds', 1000],
];

function ofDuration(name: string, ms: number): CelFunction {
  return {
    name,
    method: true,
    params: ['duration'],
    result: intType,
    canError: false,
    print: ([span], builder) => ({
      code: code`Math.trunc(${builder.cel('truncMs')}(${span!.code}) / ${ms}) + 0`,
      level: level.add,
    }),
  };
}

/** Milliseconds within the second. */
const millisecondsOfDuration: CelFunction = {
  ...ofDuration('getMilliseconds', 1),
  print: ([span], builder) => ({
    code: code`${builder.cel('truncMs')}(${span!.code}) % 1000 + 0`,
    level: level.add,
  }),
};

/** Of a value that may turn out to be a timestamp or a duration. */
function ofEither(name: string): CelFunction {
  return { name, method: true, params: ['dyn'], result: intType, canError: true, print: calling(name) };
}

export const timeFunctions: readonly CelFunction[] = [
  ...parts.flatMap(([name, print]) => [inUtc(name, print), inNamedZone(name, print), inAnyZone(name, print)]),
  ...units.map(([name, ms]) => ofDuration(name, ms)),
  millisecondsOfDuration,
  ...['getHours', 'getMinutes', 'getSeconds', 'getMilliseconds'].map(ofEither),
];
