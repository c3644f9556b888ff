// What whole numbers can be: where all of it is within what a double holds exactly, plain arithmetic is exact.
import type { Type } from './types.ts';

/** From the least to the most, both within ±(2^53-1). */
export interface Range {
  readonly least: number;
  readonly most: number;
}

function rangeOver(values: readonly number[]): Range | undefined {
  const range = { least: Math.min(...values), most: Math.max(...values) };
  return Number.isSafeInteger(range.least) && Number.isSafeInteger(range.most) ? range : undefined;
}

/** An int of a range, if there is one. */
export function intWithin(range: Range | undefined): Type {
  return range === undefined ? { kind: 'int' } : { kind: 'int', range };
}

/** An int of one value. */
export function intOf(value: number | bigint): Type {
  return intWithin(rangeOver([Number(value)]));
}

export function rangeOf(type: Type): Range | undefined {
  return type.kind === 'int' ? type.range : undefined;
}

/** The range of either. */
export function spanning(a: Range | undefined, b: Range | undefined): Range | undefined {
  return a === undefined || b === undefined ? undefined : rangeOver([a.least, a.most, b.least, b.most]);
}

/** The range of `a op b`; undefined where it is not known, may be larger than is exact, or may be no number. */
export function rangeAfter(op: string, a: Range | undefined, b: Range | undefined): Range | undefined {
  if (a === undefined || b === undefined) return undefined;
  switch (op) {
    case '+':
      return rangeOver([a.least + b.least, a.most + b.most]);
    case '-':
      return rangeOver([a.least - b.most, a.most - b.least]);
    case '*':
      return rangeOver([a.least * b.least, a.least * b.most, a.most * b.least, a.most * b.most]);
    default:
      return b.least > 0 || b.most < 0 ? divided(a) : undefined;
  }
}

/** What is divided, and what is left over, is no larger than it was. */
function divided({ least, most }: Range): Range | undefined {
  const size = Math.max(Math.abs(least), Math.abs(most));
  return rangeOver([-size, size]);
}

/** The integers that a schema allows, where it limits them on both sides. */
export function rangeOfSchema(schema: Readonly<Record<string, unknown>>): Range | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const least = [minimum, exclusiveMinimum].filter((one) => typeof one === 'number');
  const most = [maximum, exclusiveMaximum].filter((one) => typeof one === 'number');
  if (least.length === 0 || most.length === 0) return undefined;
  const range = rangeOver([Math.ceil(Math.max(...least)), Math.floor(Math.min(...most))]);
  return range !== undefined && Math.ceil(Math.max(...least)) <= Math.floor(Math.min(...most))
    ? range
    : undefined;
}
