// The smallest change that turns a decision: found by asking the emitted functions, the least that does it kept.
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { AccessRuleModel } from '../../language/access/model.ts';
import type { Condition } from '../../language/conditions.ts';
import type { Facts } from '../twin/evaluate.ts';
import { candidates, type Other } from './candidates.ts';
import { apply, argAt, type Case, type Change, factsFor, takesOf } from './change.ts';
import { decide } from './decide.ts';
import { sorted } from './distance.ts';
import { isCountable } from './way.ts';

/** Combinations of each size that are tried: some milliseconds. */
const mostTries = 20_000;

/** Do these changes turn the decision? */
type Turns = (changes: readonly Change[]) => boolean;

/**
 * Changes that turn what the rules say, smallest first; empty where none was found.
 *
 * @param rules those that speak of the tool
 * @param limits what names the cells of limits that count for it
 * @param others who may call in its place
 */
export function flips(
  plan: Plan,
  facts: Facts,
  of: Case,
  rules: readonly AccessRuleModel[],
  limits: readonly Condition[],
  others: readonly Other[],
): readonly (readonly Change[])[] {
  const { allowed } = decide(plan, factsFor(of, facts));
  const countable = isCountable(plan, factsFor(of, facts));
  const passes = allowed && countable;
  const turns: Turns = (changes) => {
    const changed = factsFor(changes.reduce(apply, of), facts);
    const then = decide(plan, changed).allowed;
    return passes ? !then : then && isCountable(plan, changed);
  };
  // Of a call that the rules allow and no cell can be named for, what names it decides.
  const conditions = [
    ...(allowed && !passes ? [] : rules.flatMap(({ when }) => when ?? [])),
    ...(countable ? [] : limits),
  ];
  const tried = candidates(rules, conditions, of, others, takesOf(facts.tool));
  return smallest(tried, of, turns);
}

/** Combinations of at most five changes that turn it, smallest first; empty where none was found. */
export function smallest(tried: readonly Change[], of: Case, turns: Turns): readonly (readonly Change[])[] {
  for (const together of [1, 2, 3, 4, 5]) {
    const found = combinations(few(tried, together), together, turns);
    if (found.length === 0) continue;
    return sorted(
      found.map((changes) => nearest(changes, of, turns, tried)),
      of,
    );
  }
  return [];
}

/** Of so many changes at once fewer are tried: times of one day; of more than three the first values of each argument. */
function few(tried: readonly Change[], together: number): readonly Change[] {
  if (together === 1) return tried;
  if (together > 3) return firstValues(tried, together === 4 ? 8 : 6);
  const times = tried.filter(({ kind }) => kind === 'time').slice(0, 24);
  return tried.filter((change) => change.kind !== 'time' || times.includes(change));
}

function firstValues(tried: readonly Change[], most: number): readonly Change[] {
  const counts = new Map<string, number>();
  return tried.filter((change) => {
    if (change.kind !== 'arg') return false;
    const thing = thingOf(change);
    const count = counts.get(thing) ?? 0;
    counts.set(thing, count + 1);
    return count < most;
  });
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
  return thingOf(a) === thingOf(b);
}

function thingOf(change: Exclude<Change, { readonly kind: 'agent' }>): string {
  switch (change.kind) {
    case 'arg':
    case 'no-arg':
      return `arg ${change.path.join('\0')}`;
    case 'label':
    case 'no-label':
      return `label ${change.key}`;
    case 'role':
    case 'no-role':
      return `role ${change.role}`;
    case 'claim':
    case 'no-claim':
      return `claim ${change.path.join('\0')}`;
    case 'scope':
    case 'no-scope':
      return `scope ${change.scope}`;
    default:
      return change.kind.replace('no-', '');
  }
}

/**
 * Each whole number and time as near to the one that is as the others allow, by halving.
 *
 * @param tried of all that was tried, numbers beyond one say whether they turn it too
 */
function nearest(
  changes: readonly Change[],
  of: Case,
  turns: Turns,
  tried: readonly Change[],
): readonly Change[] {
  return changes.reduce((best, change, at) => {
    const turned = (instead: Change): boolean =>
      turns(best.map((one, index) => (index === at ? instead : one)));
    const near = nearer(change, of, turned, tried);
    return best.map((one, index) => (index === at ? near : one));
  }, changes);
}

function nearer(
  change: Change,
  of: Case,
  turns: (change: Change) => boolean,
  tried: readonly Change[],
): Change {
  if (change.kind === 'time') {
    const minute = 60_000;
    const at = halve(of.time, change.time, minute, (time) => turns({ kind: 'time', time }));
    return { kind: 'time', time: at };
  }
  if (change.kind !== 'arg') return change;
  const now = argAt(of.args, change.path);
  const { value, path } = change;
  if (typeof now !== 'number' || typeof value !== 'number') return change;
  const turned = (at: number): boolean => turns({ kind: 'arg', path, value: at });
  const whole = Number.isSafeInteger(now) && Number.isSafeInteger(value);
  const least = whole ? halve(now, value, 1, turned) : value;
  const on = Math.sign(least - now);
  const further = [...steps, ...(whole ? [] : [0.25, 0.5])].map((step) => least + on * step);
  const named = tried.flatMap((one) =>
    one.kind === 'arg' && thingOf(one) === thingOf(change) && typeof one.value === 'number' ? one.value : [],
  );
  const beyond = [...further, ...named.filter((at) => Math.sign(at - least) === on)];
  if (!beyond.every(turned)) return { kind: 'arg', path, value: least };
  return { kind: 'arg', path, value: least, bound: on < 0 ? 'at most' : 'at least' };
}

/** Where all these numbers beyond one turn it too, and those that conditions name, so do those between. */
const steps = [1, 2, 3, 4, 5, 6, 7, 10, 50, 100, 1000, 1e6];

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
