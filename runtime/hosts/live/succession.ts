// The gateways of one process, one after the other: the next is ready before it takes over, the last ends when its calls have.
import type { Environment } from '../../contract/environment.ts';
import type { Gateway, RunningGateway, StartError } from '../../contract/gateway.ts';
import type { Revision, Store } from '../../contract/limits.ts';
import type { Plan, ServerPlan } from '../../contract/plan.ts';
import type { Shared } from '../../contract/shared.ts';
import type { House } from '../node/alone.ts';
import type { Program } from '../node/program.ts';
import { liveFront } from './front.ts';
import { reasonOf, Unfit } from './load.ts';

/** Its front serves by whichever gateway it is the turn of; by the first one where none follows it. */
export interface Succession extends House {
  /** The gateway of a policy, serving or about to end. */
  of(policy: string): Gateway | undefined;
  /**
   * A gateway of `bundle` that is ready to take over.
   *
   * @throws Unfit saying why it cannot
   */
  prepare(bundle: Program): Promise<Heir>;
}

export interface Heir {
  /** New requests go to it. Resolves when the one before has answered its last call and is closed. */
  takeOver(): Promise<void>;
  /** It is not needed. */
  abandon(): Promise<void>;
}

export interface Estate {
  /** The world of a bundle's gateway. */
  readonly world: (bundle: Program, shared: Shared) => Environment;
  readonly shared: Omit<Shared, 'store'>;
  /** Counts of another process; null where this one counts. */
  readonly store: Store | null;
  /** Where a plan listens in this process: it cannot change while it does. */
  readonly addressOf: (plan: Plan) => string;
  /** False where no other gateway will follow the first. */
  readonly follows: boolean;
  /** Has others take over too; resolves when all have ended what came before. */
  readonly others?: () => Promise<void>;
  /** False where this process only stands behind those that serve. */
  readonly serves: boolean;
  readonly log: (line: string) => void;
}

/** Beyond the longest deadline of its calls, an old gateway is not waited for. */
const MARGIN_MS = 1000;

/**
 * Begins with `first`, not started.
 *
 * @throws StartError with what it lacks
 */
export function createSuccession(first: Program, estate: Estate): Succession {
  let { store } = estate;
  const shared: Shared = {
    ...estate.shared,
    get store() {
      return store;
    },
  };
  const make = (bundle: Program): RunningGateway => bundle.createGateway(estate.world(bundle, shared));
  let bundle = first;
  let current = make(first);
  store ??= current.gateway.store;
  const live = liveFront(current.front);
  const old = new Set<Gateway>();

  async function retire(gateway: Gateway): Promise<void> {
    old.add(gateway);
    const longest = Math.max(0, ...gateway.plan.servers.map(longestCall));
    await Promise.all([gateway.drain(longest + MARGIN_MS), estate.others?.()]);
    old.delete(gateway);
    await gateway.close();
  }

  function takeOver(next: Program, running: RunningGateway): Promise<void> {
    const last = current.gateway;
    const revisions = revisionsOf(last.plan, running.gateway.plan);
    store ??= running.gateway.store;
    if (store?.revise !== undefined) {
      store.revise(revisions);
      for (const { limit } of revisions)
        estate.log(`limit "${limit}" is another one: what was used stays used`);
    }
    current = running;
    bundle = next;
    live.set(running.front);
    return retire(last);
  }

  return {
    front: estate.follows ? live.front : current.front,
    get gateway() {
      return current.gateway;
    },
    of: (policy) => [current.gateway, ...old].find(({ plan }) => plan.policy.hash === policy),
    async prepare(next) {
      const [before, after] = [bundle.policy.compiler, next.policy.compiler];
      if (before !== after)
        throw new Unfit(`mcpgw ${after} compiled it, not ${before}: that needs a restart`);
      const running = attempt(() => make(next));
      const { gateway } = running;
      const address = estate.addressOf(gateway.plan);
      if (address !== estate.addressOf(current.gateway.plan)) {
        await gateway.close();
        throw new Unfit(`it listens on ${address}: that needs a restart`);
      }
      if (estate.serves) await gateway.start();
      return { takeOver: () => takeOver(next, running), abandon: () => gateway.close() };
    },
    async drain(ms) {
      await Promise.all([current.gateway, ...old].map((gateway) => gateway.drain(ms)));
    },
    async close() {
      await Promise.all([current.gateway, ...old].map((gateway) => gateway.close()));
    },
  };
}

/** What is missing at start is the same as at any other time, but no reason to end. A bundle has a StartError of its own. */
function attempt(make: () => RunningGateway): RunningGateway {
  try {
    return make();
  } catch (error) {
    const { problems = [reasonOf(error)] } = error as Partial<StartError>;
    throw new Unfit(['its gateway cannot start:', ...problems].join('\n  '));
  }
}

/** A person who is asked in the middle of a call may take longer than its server, in milliseconds. */
const ASKED_MS = 10 * 60_000;

function longestCall({ timeoutMs, asks }: ServerPlan): number {
  return asks === undefined ? timeoutMs : timeoutMs + ASKED_MS;
}

function revisionsOf({ limits: before }: Plan, { limits: after }: Plan): readonly Revision[] {
  return after.flatMap(({ name, rate: to }) => {
    const from = before.find((limit) => limit.name === name)?.rate;
    const same = from === undefined || (from.intervalMs === to.intervalMs && from.burst === to.burst);
    return same ? [] : [{ limit: name, from, to }];
  });
}
