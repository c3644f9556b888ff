// What a running gateway is made of, put together once at start.
import type { AccessStage, ShadowStage } from '../contract/access.ts';
import type { AskStage } from '../contract/asks.ts';
import type { CatalogStage, Prepare } from '../contract/catalog.ts';
import type { Environment } from '../contract/environment.ts';
import { type Gateway, type Readiness, StartError } from '../contract/gateway.ts';
import type { LimitStage } from '../contract/limits.ts';
import type { LockStage } from '../contract/lock.ts';
import type { LateStage, NewsStage } from '../contract/news.ts';
import type { AccessRulePlan, Plan, ServerPlan, StdioTransportPlan } from '../contract/plan.ts';
import type { Backend, OfferKind } from '../contract/server.ts';
import type { BackendContext, Resolver, Stages } from '../contract/stages.ts';
import type { CompletionStage } from '../contract/steps.ts';
import type { TaskStage } from '../contract/tasks.ts';
import { type CallFacts, type Facts, NO_REQUEST } from '../contract/tool.ts';
import type { BreakerStore, RouteStage, WaysOf } from '../contract/ways.ts';

import { createInFlight, type InFlight } from './inflight.ts';
import { createJournal, type Journal } from './journal.ts';
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
  const late = stages.late?.({ plan, tell: (...told) => news?.streams.tell(...told) }) ?? null;
  const backends = openBackends(plan, stages, environment, resolver, breakers, late?.told);
  const access = stages.access(plan.access);
  const { shared } = environment;
  const store = stages.limits ? (shared?.store ?? stages.state!(environment)) : null;
  const limits = stages.limits?.(plan.limits, store!);
  const { added, resources } = stages;
  const kinds = kindsOf(plan, resources !== undefined);
  const lock = plan.lock === undefined ? undefined : stages.lock!(plan.lock, environment, stages.checks);
  const find = (name: string) => catalog.find('tool', name);
  const failover = stages.failover?.({ plan, environment, find });
  const routes = stages.routes?.({ plan, environment, find, failover });
  const shadows = stages.shadows?.(plan, environment);
  const prepare = preparing({ access, limits, lock, shadows, routes });
  const catalog: CatalogStage = stages.catalog({
    ...{ plan, environment, backends, prepare, kinds, added, resources, lock },
    failover,
  });
  const journal = createJournal(plan, environment, stages.audit(environment));
  const inFlight = createInFlight(environment.clock);
  const { authenticate } = stages.agents(plan, environment);
  const sessions = shared?.sessions ?? newSessions(environment.random);
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
    authenticate,
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
    start: () => catalog.start(),
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

/** What agents can be allowed to see. */
function kindsOf({ access }: Plan, resources: boolean): readonly OfferKind[] {
  const prompts = access.some((rule) => rule.effect === 'allow' && rule.prompts !== undefined);
  return ['tools', ...(prompts ? (['prompts'] as const) : []), ...(resources ? RESOURCE_KINDS : [])];
}

const RESOURCE_KINDS = ['resources', 'resourceTemplates'] as const;

interface Preparing {
  readonly access: AccessStage;
  readonly limits: LimitStage | undefined;
  readonly lock: LockStage | undefined;
  readonly shadows: ShadowStage | undefined;
  readonly routes: RouteStage | undefined;
}

/** What access, limits, routes and the lock know of a thing. Limits count tools only, and only their arguments are checked. */
function preparing({ access, limits, lock, shadows, routes }: Preparing): Prepare {
  const judged = (facts: Facts, speaks: (rule: AccessRulePlan) => boolean) => {
    const judge = access.judge(facts, speaks);
    return { judge, watch: shadows?.watch(facts, speaks, judge) ?? null, gate: null };
  };
  return {
    tool: (facts) => ({
      ...judged(facts, (rule) => rule.tools(facts.name)),
      gate: limits?.gate(facts) ?? null,
      check: lock?.check(facts) ?? null,
      way: routes?.way(facts) ?? null,
    }),
    prompt: (facts) => judged(facts, (rule) => rule.prompts?.(facts.name) === true),
    resource: (facts) => judged(facts, (rule) => rule.resources?.matches(facts.uri) === true),
    template: (facts, head) => judged(facts, (rule) => spreads(rule, head)),
  };
}

/** Could an allow concern something that begins with `head`? Does a deny concern all of it? */
function spreads({ effect, resources }: AccessRulePlan, head: string): boolean {
  if (resources === undefined) return false;
  if (effect === 'deny') return resources.heads.some(({ text, whole }) => whole && head.startsWith(text));
  return resources.heads.some(({ text }) => text.startsWith(head) || head.startsWith(text));
}

/** Where the plan has no value but literals. */
const LITERALS: Resolver = {
  value(value) {
    if (typeof value !== 'string') throw new Error('nothing resolves this value');
    return value;
  },
  problems: [],
  broken: new Set(),
  // Without such values there is no secret.
  redactor: () => (text) => text,
};

/** Opens every backend, so that the problems of all are known at once. */
function openBackends(
  plan: Plan,
  stages: Stages,
  environment: Environment,
  { value, problems, broken, redactor }: Resolver,
  breakers: BreakerStore | undefined,
  late: LateStage['told'] | undefined,
): readonly Backend[] {
  const { shared } = environment;
  const gateway = { name: plan.name, version: plan.policy.hash.slice(0, 12) };
  const found = [...problems];
  const backends = plan.servers.flatMap((server) => {
    if (broken.has(server.name)) return [];
    const open = (one: ServerPlan): Backend => {
      const openWith = (more: Pick<BackendContext, 'asking'>): Backend =>
        stages.servers[one.transport.kind]!(one, {
          ...stages,
          environment,
          value,
          gateway,
          redactor,
          late,
          ...more,
        });
      const make = (): Backend =>
        one.asks === undefined || one.era === 'modern'
          ? openWith({})
          : stages.apart!(openWith, environment.clock, one.tasks);
      return shared !== undefined && one.transport.kind === 'stdio'
        ? shared.keep(one.name, madeOf(one, one.transport, value, environment), make)
        : make();
    };
    try {
      const context = { environment, breakers, health: stages.health };
      return stages.around?.(server, open, stages, context) ?? open(server);
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      found.push(...error.problems);
      return [];
    }
  });
  if (found.length > 0) throw new StartError(found);
  return backends;
}

/** A process is another one when its command, its variables or its deadline are, or what it was told in its handshake. */
function madeOf(
  { name, timeoutMs, era, asks }: ServerPlan,
  { command, env }: StdioTransportPlan,
  value: Resolver['value'],
  { digest }: Environment,
): string {
  const values = Object.entries(env).map(([key, given]) => [key, value(given)]);
  return digest(JSON.stringify([name, timeoutMs, era, asks, command, values]));
}

/** Ready while it serves and at least one server can be called; a gateway without servers is ready. */
function readiness(catalog: CatalogStage, draining: boolean, breakers: BreakerStore | undefined): Readiness {
  const known = catalog.readiness();
  const states = Object.values(known.servers);
  const serving = states.length === 0 || states.some((server) => server.state === 'up');
  return { ...known, ready: serving && !draining, draining, breakers: breakers?.states() };
}
