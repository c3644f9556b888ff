// Which addresses of a server are fit for calls: asked every so often, put out when they fail, let back in step by step.
import type { HealthPlan } from '../../contract/plan-ways.ts';
import type { BackendFailure } from '../../contract/server.ts';
import type { HealthOf, HealthStage } from '../../contract/ways.ts';
import { startChecks } from './checks.ts';

/** What an address that comes back begins with. */
const FIRST_SHARE = 0.1;
/** Put out again and again, an address is out at most so many times as long as the first time. */
const MOST_TIMES = 10;

/** What is known of one address. */
interface State {
  /** Checks in a row that say otherwise than `healthy`. */
  against: number;
  healthy: boolean;
  /** Failed calls in a row. */
  failures: number;
  /** How often it was put out without a good call between, and until when it is. */
  ejections: number;
  out: number;
  /** When it came back; before everything where it was never away. */
  back: number;
}

const isNew = (): State => ({
  against: 0,
  healthy: true,
  failures: 0,
  ejections: 0,
  out: 0,
  back: Number.NEGATIVE_INFINITY,
});

export const healthStage: HealthStage = ({ name, health }, addresses, environment) => {
  const plan: HealthPlan = health ?? { slowStartMs: 0 };
  const { clock, log } = environment;
  const states = addresses.map(isNew);
  let stop: (() => void) | null = null;
  const labelled = (at: number): string =>
    addresses.length === 1 ? `server ${name}` : `server ${name}, urls[${at}],`;

  function checked(at: number, problem: string | null): void {
    const state = states[at]!;
    const good = problem === null;
    if (good === state.healthy) {
      state.against = 0;
      return;
    }
    state.against += 1;
    const { healthyAfter, unhealthyAfter } = plan.checks!;
    if (state.against < (good ? healthyAfter : unhealthyAfter)) return;
    state.against = 0;
    state.healthy = good;
    if (good) state.back = clock.monotonic();
    log(`${labelled(at)} is ${good ? 'healthy again' : `unhealthy: ${problem}`}`);
  }

  /** Calls that fail in a row put an address out, but never the last one: something may be wrong with the calls. */
  function failed(at: number): void {
    const state = states[at]!;
    state.failures += 1;
    const { eject } = plan;
    if (eject === undefined || state.failures < eject.failures) return;
    const others = states.some((other, place) => place !== at && isIn(other, clock.monotonic()));
    if (!others) return;
    state.failures = 0;
    state.ejections += 1;
    const ms = eject.ms * Math.min(state.ejections, MOST_TIMES);
    state.out = clock.monotonic() + ms;
    state.back = state.out;
    log(`${labelled(at)} failed ${eject.failures} calls in a row and gets none for ${ms} ms`);
  }

  return {
    start() {
      if (plan.checks === undefined || stop !== null) return;
      stop = startChecks(addresses, plan.checks, environment, checked);
    },
    share(at) {
      const now = clock.monotonic();
      const state = states[at]!;
      if (!isIn(state, now)) return 0;
      const since = now - state.back;
      return since >= plan.slowStartMs ? 1 : Math.max(FIRST_SHARE, since / plan.slowStartMs);
    },
    ended(at, failure) {
      if (isAddressFault(failure)) failed(at);
      else Object.assign(states[at]!, { failures: 0, ejections: 0 });
    },
    retryAfterMs() {
      const now = clock.monotonic();
      const waits = states.map(({ healthy, out }) => (healthy ? out - now : (plan.checks?.everyMs ?? 1000)));
      return Math.max(1, Math.min(...waits));
    },
    close() {
      stop?.();
    },
  } satisfies HealthOf;
};

const isIn = ({ healthy, out }: State, now: number): boolean => healthy && now >= out;

/** It, or the way to it, does not work. A refusal is an answer. */
function isAddressFault(failure: BackendFailure | null): boolean {
  if (failure === null || failure.kind === 'busy') return false;
  return failure.kind !== 'http' || failure.status! >= 500;
}
