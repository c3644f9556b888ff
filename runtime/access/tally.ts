// What rules on trial would have changed: counted, told to the operator, or sent to the process that counts for all.
import type { Environment } from '../contract/environment.ts';
import type { AccessRulePlan, Plan } from '../contract/plan.ts';
import type { TrialCount } from '../contract/shared.ts';

export interface Tally {
  /** One more call that the rule with this place in the list looked at. */
  count(rule: number, changed: boolean): void;
  /** Adds what another process counted. */
  add(counts: readonly TrialCount[]): void;
  /** Tells, or sends, all that is not told yet. */
  tell(): void;
}

/** How often the operator is told, at most, in milliseconds; and, where another process tells, how often it hears. */
const TELL_MS = 60_000;
const SEND_MS = 5_000;

interface Counter {
  readonly rule: AccessRulePlan;
  looked: number;
  changed: number;
  /** As `looked` and `changed` were when they were last told. */
  toldLooked: number;
  toldChanged: number;
}

/** Counts for the rules on trial of a plan, in their order. */
export function createTally(
  { shadows = [], policy }: Pick<Plan, 'shadows' | 'policy'>,
  { clock, log, shared }: Pick<Environment, 'clock' | 'log' | 'shared'>,
): Tally {
  const send = shared?.trials ?? null;
  const counters = shadows.map(
    (rule): Counter => ({ rule, looked: 0, changed: 0, toldLooked: 0, toldChanged: 0 }),
  );
  let cancel: (() => void) | null = null;

  function tell(): void {
    cancel?.();
    cancel = null;
    const news = counters.filter(({ looked, toldLooked }) => looked > toldLooked);
    if (news.length === 0) return;
    if (send === null) for (const counter of news) log(lineOf(counter));
    else send(policy.hash, counters.flatMap(untold));
    for (const counter of news) {
      counter.toldLooked = counter.looked;
      counter.toldChanged = counter.changed;
    }
  }

  function add(rule: number, looked: number, changed: number): void {
    const counter = counters[rule];
    if (counter === undefined) return;
    counter.looked += looked;
    counter.changed += changed;
    // A rule that changes nothing is told of at the end.
    if (cancel === null && (send !== null || changed > 0))
      cancel = clock.after(send === null ? TELL_MS : SEND_MS, tell);
  }

  return {
    tell,
    count: (rule, changed) => add(rule, 1, changed ? 1 : 0),
    add(counts) {
      for (const { rule, looked, changed } of counts) add(rule, looked, changed);
    },
  };
}

function untold(counter: Counter, rule: number): readonly TrialCount[] {
  const looked = counter.looked - counter.toldLooked;
  return looked === 0 ? [] : [{ rule, looked, changed: counter.changed - counter.toldChanged }];
}

function lineOf({ rule: { name, place, effect }, looked, changed }: Counter): string {
  const what = effect === 'deny' ? 'denied' : 'allowed';
  return `rule "${name}" (${place}) is on trial: it would have ${what} ${changed} of the ${looked} calls that it looked at`;
}
