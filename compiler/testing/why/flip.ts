// The smallest change that turns a decision: found by asking the emitted functions, the least that does it kept.
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { AccessRuleModel } from '../../language/access/model.ts';
import type { Facts } from '../twin/evaluate.ts';
import { candidates } from './candidates.ts';
import { apply, argAt, type Case, type Change, costOf, factsFor, takesOf } from './change.ts';
import { decide } from './decide.ts';

/** Combinations of each size that are tried: some milliseconds. */
const mostTries = 20_000;
/** Flips that are kept, the smallest first: the first that is also so in a whole gateway is told. */
const kept = 40;

/** Do these changes turn the decision? */
type Turns = (changes: readonly Change[]) => boolean;

/**
 * Changes that turn what the rules say, smallest first; empty where none was found.
 *
 * @param rules those that speak of the tool
 */
export function flips(
  plan: Plan,
  facts: Facts,
  of: Case,
  rules: readonly AccessRuleModel[],
): readonly (readonly Change[])[] {
  const now = decide(plan, factsFor(of, facts)).allowed;
  const turns: Turns = (changes) => decide(plan, factsFor(changes.reduce(apply, of), facts)).allowed !== now;
  return smallest(candidates(rules, of, plan.agents, takesOf(facts.tool)), of, turns);
}

/** Combinations of at most three changes that turn it, smallest first; empty where none was found. */
export function smallest(tried: readonly Change[], of: Case, turns: Turns): readonly (readonly Change[])[] {
  for (const together of [1, 2, 3]) {
    const found = combinations(few(tried, together), together, turns);
    if (found.length === 0) continue;
    return sorted(
      found.map((changes) => nearest(changes, of, turns)),
      of,
    );
  }
  return [];
}

/** Of so many changes at once fewer times are tried: each hour of one day. */
function few(tried: readonly Change[], together: number): readonly Change[] {
  if (together === 1) return tried;
  const times = tried.filter(({ kind }) => kind === 'time').slice(0, 24);
  return tried.filter((change) => change.kind !== 'time' || times.includes(change));
}

/** Every combination of so many changes that turns the decision, up to a bound. */
function combinations(tried: readonly Change[], together: number, turns: Turns): (readonly Change[])[] {
  const found: (readonly Change[])[] = [];
  let count = 0;
  const extend = (chosen: readonly Change[], from: number): void => {
    if (chosen.length === together) {
      count += 1;
      if (turns(chosen)) found.push(chosen);
      return;
    }
    for (let at = from; at < tried.length && count < mostTries; at++) {
      const next = tried[at]!;
      if (!chosen.some((one) => isSame(one, next))) extend([...chosen, next], at + 1);
    }
  };
  extend([], 0);
  return found;
}

/** Two changes of one thing are one change. */
function isSame(a: Change, b: Change): boolean {
  if (a.kind === 'agent' || b.kind === 'agent') return true;
  const path = (change: Change): string => ('path' in change ? change.path.join('\0') : change.kind);
  return path(a) === path(b);
}

/** Each whole number and time as near to the one that is as the others allow, by halving. */
function nearest(changes: readonly Change[], of: Case, turns: Turns): readonly Change[] {
  return changes.reduce((best, change, at) => {
    const turned = (instead: Change): boolean =>
      turns(best.map((one, index) => (index === at ? instead : one)));
    const near = nearer(change, of, turned);
    return best.map((one, index) => (index === at ? near : one));
  }, changes);
}

function nearer(change: Change, of: Case, turns: (change: Change) => boolean): Change {
  if (change.kind === 'time') {
    const minute = 60_000;
    const at = halve(of.time, change.time, minute, (time) => turns({ kind: 'time', time }));
    return { kind: 'time', time: at };
  }
  if (change.kind !== 'arg') return change;
  const now = argAt(of.args, change.path);
  const { value, path } = change;
  if (!Number.isSafeInteger(now) || !Number.isSafeInteger(value)) return change;
  const turned = (at: number): boolean => turns({ kind: 'arg', path, value: at });
  return { kind: 'arg', path, value: halve(now as number, value as number, 1, turned) };
}

/** A value between `same`, which does not turn it, and `turned`, which does: it does, and one step before does not. */
function halve(same: number, turned: number, step: number, turns: (at: number) => boolean): number {
  let [from, to] = [same, turned];
  while (Math.abs(to - from) > step) {
    const middle = to - Math.trunc((to - from) / 2 / step) * step;
    if (middle === to) break;
    if (turns(middle)) to = middle;
    else from = middle;
  }
  return to;
}

function sorted(all: readonly (readonly Change[])[], of: Case): readonly (readonly Change[])[] {
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
    if (change.kind !== 'arg') return sum;
    const now = argAt(of.args, change.path);
    if (typeof now !== typeof change.value) return sum + 0.3;
    if (typeof now !== 'number')
      return (
        sum + (String(change.value).includes(String(now)) ? 0.1 : 0.2) + String(change.value).length / 1e4
      );
    return sum + 0.1 * (1 - 1 / (1 + Math.abs(Number(change.value) - now)));
  }, 0);
}
