// Values of an argument that are worth trying: what the rules compare with, its neighbours, and what stands there now with
// a little changed.
import { languageOf } from '../../cel/index.ts';
import type { Typed } from '../../cel/typed.ts';
import { constantOf } from './constants.ts';

/** Longer texts and lists than this nobody reads. */
const mostSized = 100;
/** So many texts of a rule are put together by twos. */
const mostJoined = 6;
/** How near a number that is not whole is looked at. */
const fine = 0.001;

export type Scalar = string | number | boolean;

/**
 * What all arguments may be compared with: constants, what they make together, texts that patterns are found in.
 *
 * @param nodes of conditions, but for keys
 * @param names further texts: who calls, where conditions read that
 */
export function comparedWith(nodes: readonly Typed[], names: readonly string[]): readonly Scalar[] {
  const constants = nodes.flatMap(constantOf);
  const patterns = nodes.flatMap((node) =>
    node.kind === 'constant' && node.pattern !== undefined ? constantOf(node).map(String) : [],
  );
  const found = patterns.flatMap((pattern) => languageOf(pattern)?.shortest(0) ?? []);
  return [...new Set([...constants, ...names, ...found, ...joined([...constants, ...names])])];
}

/** Two texts one behind the other, and one without the other at its begin or end. */
function joined(constants: readonly Scalar[]): readonly string[] {
  const texts = [...new Set(constants.filter((one) => typeof one === 'string' && one !== ''))] as string[];
  const some = texts.slice(0, mostJoined);
  return some.flatMap((a) =>
    some.flatMap((b) => {
      if (a === b) return [];
      const cut = [
        ...(a.endsWith(b) ? [a.slice(0, -b.length)] : []),
        ...(a.startsWith(b) ? [a.slice(b.length)] : []),
      ];
      return [a + b, ...cut];
    }),
  );
}

/**
 * @param now what stands there; undefined for nothing
 * @param compared what it may be compared with
 */
export function valuesFor(now: unknown, compared: readonly Scalar[]): readonly unknown[] {
  const beside = [...compared, ...compared.flatMap((one) => near(one, now))];
  // What is no text may be read as one.
  const numbers = typeof now === 'string' ? beside.filter((one) => typeof one === 'number').map(String) : [];
  return [...numbers, ...beside, ...plain(now), ...listsOf(now, compared), ...mapsOf(now, compared)];
}

/** A constant, and what is just beside it: as text, before and after what stands there now. */
function near(constant: Scalar, now: unknown): readonly unknown[] {
  if (typeof constant === 'boolean') return [constant, !constant];
  if (typeof constant === 'number') {
    const parts = Number.isInteger(constant) && !isBroken(now) ? [] : [constant - fine, constant + fine];
    const whole = [constant, constant + 1, constant - 1];
    return [...whole, ...parts, ...sized(constant, now), ...sized(constant + 1, now)];
  }
  const beside = typeof now === 'string' ? [now + constant, constant + now] : [];
  return [constant, `${constant}x`, `x${constant}`, ...beside];
}

const isBroken = (value: unknown): boolean => typeof value === 'number' && !Number.isInteger(value);

/** Of what stands there now, as much. */
function sized(size: number, now: unknown): readonly unknown[] {
  if (!Number.isInteger(size) || size < 0 || size > mostSized) return [];
  if (typeof now === 'string') return [now.slice(0, size).padEnd(size, 'x')];
  if (now === undefined) return ['x'.repeat(size), Array.from({ length: size }, () => 'x')];
  if (!Array.isArray(now) || now.length === 0) return [];
  return [Array.from({ length: size }, (_, at) => now[at % now.length] as unknown)];
}

function plain(now: unknown): readonly unknown[] {
  if (typeof now === 'number') return [0, 1, -1, null, 'x'];
  if (typeof now === 'boolean') return [!now, null, 'x'];
  if (now === undefined) return ['x', 0, true, [], {}];
  if (typeof now === 'string') return ['x', `${now}x`, `x${now}`, null, 0, true];
  return typeof now === 'object' && !Array.isArray(now) ? [{}, 'x', null] : ['x', null];
}

/** A list with one element more, or without one; of nothing one of a single element. */
function listsOf(now: unknown, compared: readonly Scalar[]): readonly unknown[] {
  if (now !== undefined && !Array.isArray(now)) return [];
  const items: readonly unknown[] = now ?? [];
  const some = items.slice(0, mostSized);
  return [
    ...compared.map((one) => [...items, one]),
    ...(now === undefined ? [] : [...some.map((_, at) => items.filter((_, other) => other !== at)), []]),
  ];
}

/** A map with one key more. */
function mapsOf(now: unknown, compared: readonly Scalar[]): readonly unknown[] {
  if (typeof now !== 'object' || now === null || Array.isArray(now)) return [];
  return compared.flatMap((one) => (typeof one === 'string' ? [{ ...now, [one]: true }] : []));
}

/** What is tried in the place of what is there now: each value once, and not that one. */
export function otherThan(now: unknown, tried: readonly unknown[]): readonly unknown[] {
  const fresh = new Map(tried.map((value) => [JSON.stringify(value), value]));
  fresh.delete(JSON.stringify(now));
  return [...fresh.values()];
}
