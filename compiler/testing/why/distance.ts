// Which of several changes is the smallest: what each asks of a person, and how far it is from the call that is asked.
import { argAt, type Case, type Change, costOf } from './change.ts';

/** Changes that are kept: the first that is also so in a whole gateway is told. */
const kept = 40;

/** Each once, the smallest first. */
export function sorted(all: readonly (readonly Change[])[], of: Case): readonly (readonly Change[])[] {
  const size = (changes: readonly Change[]): number => costOf(changes) + distance(changes, of);
  const unique = new Map(all.map((changes) => [JSON.stringify(changes), changes]));
  return [...unique.values()]
    .map((changes) => [size(changes), changes] as const)
    .sort(([a], [b]) => a - b)
    .map(([, changes]) => changes)
    .slice(0, kept);
}

/** Below one: of two changes of one kind the nearer comes first. */
function distance(changes: readonly Change[], of: Case): number {
  return changes.reduce((sum, change) => {
    if (change.kind === 'time') return sum + Math.abs(change.time - of.time) / 1e13;
    if (change.kind !== 'arg' && change.kind !== 'claim') return sum;
    const now = argAt(change.kind === 'arg' ? of.args : of.token?.claims, change.path);
    if (typeof now !== typeof change.value) return sum + 0.3;
    if (Array.isArray(now) && Array.isArray(change.value))
      return sum + 0.1 + Math.abs(now.length - change.value.length) / 1e3 + String(change.value).length / 1e6;
    if (typeof now === 'string') return sum + farText(now, String(change.value));
    if (typeof now !== 'number') return sum + 0.2 + String(change.value).length / 1e4;
    return sum + 0.1 * (1 - 1 / (1 + Math.abs(Number(change.value) - now)));
  }, 0);
}

/** Texts of which one holds the other are near. */
function farText(now: string, text: string): number {
  const near = text.includes(now) || (text !== '' && now.includes(text));
  return near ? 0.1 + Math.abs(text.length - now.length) / 1e4 : 0.2 + text.length / 1e4;
}
