// What a running gateway is made of, put together once at start.
import type { AskStage } from '../contract/asks.ts';
import type { CatalogStage } from '../contract/catalog.ts';
import type { Environment } from '../contract/environment.ts';
import type { Gateway, Readiness } from '../contract/gateway.ts';
import type { NewsStage, StreamStage } from '../contract/news.ts';
import type { Plan } from '../contract/plan.ts';
import type { Resolver, Stages } from '../contract/stages.ts';
import type { CompletionStage } from '../contract/steps.ts';
import type { TaskStage } from '../contract/tasks.ts';
import { type CallFacts, NO_REQUEST } from '../contract/tool.ts';
import type { BreakerStore, WaysOf } from '../contract/ways.ts';
import { createInFlight, type InFlight } from './inflight.ts';
import { createJournal, type Journal } from './journal.ts';
import { LITERALS, openBackends } from './open.ts';
import { kindsOf, preparing } from './prepare.ts';
import { newSessions } from './sessions.ts';

/** The gateway but for its stages, and what they work with. */
export interface Core extends Omit<Gateway, 'handle'> {
  readonly facts: NonNullable<Stages['facts']>;
  readonly catalog: CatalogStage;
  readonly complete: CompletionStage | undefined;
  readonly asks: AskStage | null;
  readonly news: NewsStage | null;
  readonly ways: WaysOf | undefined;
  readonly tasks: TaskStage | null;
  readonly journal: Journal;
  readonly inFlight: InFlight;
  draining(): boolean;
}

/** Where no rule reads them. One that did would get no answer, and refuse. */
const NO_FACTS: CallFacts = {
  get args(): never {
    throw new Error('no rule reads arguments');
  },
  request: NO_REQUEST,
  readable: true,
};

/** @throws StartError naming every problem, not only the first. */
export function assemble(plan: Plan, stages: Stages, environment: Environment): Core {
  const breakers = stages.breakers?.(environment);
  const resolver = stages.values?.(plan, environment) ?? LITERALS;
  const { shared } = environment;
  const sessions = shared?.sessions ?? newSessions(environment.random);
  const tell = (...told: Parameters<StreamStage['tell']>) => news?.streams.tell(...told);
  const late = stages.late?.({ plan, sessions, tell }) ?? null;
  const agents = stages.agents(plan, environment);
  const problems = [...resolver.problems, ...(agents.problems ?? [])];
  const backends = openBackends(plan, stages, environment, { ...resolver, problems }, breakers, {
    late: late?.told,
    log: (owner, line) => news?.streams.log(owner, line),
    levels: sessions.levels,
  });
  const access = stages.access(plan);
  const store = stages.limits ? (shared?.store ?? stages.state!(environment)) : null;
  const limits = stages.limits?.(plan.limits, store!);
  const { added, overridden, resources } = stages;
  const kinds = kindsOf(plan, resources !== undefined);
  const lock = plan.lock === undefined ? undefined : stages.lock!(plan.lock, environment, stages.checks);
  const find = (name: string) => catalog.find('tool', name);
  const failover = stages.failover?.({ plan, environment, find });
  const routes = stages.routes?.({ plan, environment, find, failover });
  const shadows = stages.shadows?.(plan, environment);
  const prepare = preparing({ access, limits, lock, shadows, routes });
  const catalog: CatalogStage = stages.catalog({
    ...{ plan, environment, backends, prepare, kinds, added, overridden, resources, lock },
    failover,
  });
  const journal = createJournal(plan, environment, stages.audit(environment));
  const inFlight = createInFlight(environment.clock);
  const sealKeys = sealKeysOf(plan, resolver, environment, sessions.sealKey);
  const asks = stages.asks?.({ environment, keys: sealKeys, asked: sessions.asked, late }) ?? null;
  const tasks =
    stages.tasks?.({
      environment,
      keys: sealKeys,
      // Who has the same secrets serves the same agents.
      known: plan.listen.seal === undefined ? sessions.tasks : null,
      late,
      redactor: resolver.redactor,
    }) ?? null;
  const watches = stages.watches?.({ catalog, sessions }) ?? null;
  const news = stages.news?.({ environment, catalog, kinds, backends, sessions, watches }) ?? null;
  let draining = false;
  return {
    plan,
    environment,
    store,
    trials: shadows?.add ?? null,
    authenticate: agents.authenticate,
    facts: stages.facts ?? (() => NO_FACTS),
    catalog,
    complete: stages.completion,
    asks,
    news,
    tasks,
    sealKeys,
    sessions,
    streams: news?.streams ?? null,
    ways: stages.ways,
    journal,
    inFlight,
    respond: (session, response) => asks?.respond(session, response),
    refused(refusal) {
      const reference = journal.reference();
      journal.write(reference, refusal, refusal);
      return reference;
    },
    draining: () => draining,
    readiness() {
      const own = readiness(catalog, draining, breakers);
      return shared?.readiness(own) ?? own;
    },
    start() {
      agents.start?.();
      return catalog.start();
    },
    drain(ms) {
      draining = true;
      news?.drain();
      return inFlight.idle(ms);
    },
    async close() {
      shadows?.tell();
      catalog.close();
      await Promise.all(backends.map((backend) => backend.close()));
      await environment.http.close();
    },
  };
}

/** Those of the plan, else the process's own, which always opens: a bundle that takes over may bring secrets. */
function sealKeysOf(
  { listen: { seal = [] } }: Plan,
  { value }: Resolver,
  { digest }: Environment,
  own: Uint8Array,
): readonly Uint8Array[] {
  const given = seal.map((one) =>
    Uint8Array.from(digest(value(one)).match(/../g)!, (hex) => Number.parseInt(hex, 16)),
  );
  return [...given, own];
}

/** Ready while it serves and at least one server can be called; a gateway without servers is ready. */
function readiness(catalog: CatalogStage, draining: boolean, breakers: BreakerStore | undefined): Readiness {
  const known = catalog.readiness();
  const states = Object.values(known.servers);
  const serving = states.length === 0 || states.some((server) => server.state === 'up');
  return { ...known, ready: serving && !draining, draining, breakers: breakers?.states() };
}
