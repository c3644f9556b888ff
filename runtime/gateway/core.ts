// What a running gateway is made of, put together once at start.
import type { Environment } from '../contract/environment.ts';
import { type Readiness, StartError } from '../contract/gateway.ts';
import type { Authenticator } from '../contract/identity.ts';
import type { Plan } from '../contract/plan.ts';
import type { Backend } from '../contract/server.ts';
import type { BackendContext, CatalogStage, LimitStage, Stages } from '../contract/stages.ts';
import { type CallFacts, NO_REQUEST } from '../contract/tool.ts';
import { createInFlight, type InFlight } from './inflight.ts';
import { createJournal, type Journal } from './journal.ts';
import { type Resolver, resolveValues } from './values.ts';

export interface Core {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly authenticator: Authenticator;
  readonly facts: NonNullable<Stages['facts']>;
  readonly catalog: CatalogStage;
  readonly journal: Journal;
  readonly inFlight: InFlight;
  draining(): boolean;
  readiness(): Readiness;
  drain(ms: number): Promise<void>;
  close(): Promise<void>;
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
  const values = resolveValues(plan, environment);
  const { backends, problems } = openBackends(plan, stages, environment, values);
  if (values.problems.length + problems.length > 0) throw new StartError([...values.problems, ...problems]);
  const access = stages.access(plan.access);
  const limits = limitsOf(plan, stages, environment);
  const catalog = stages.catalog({
    plan,
    environment,
    backends,
    prepare: (tool) => ({ judge: access.judge(tool), gate: limits?.gate(tool) ?? null }),
  });
  const inFlight = createInFlight(environment.clock);
  let draining = false;
  return {
    plan,
    environment,
    authenticator: stages.agents(plan, environment),
    facts: stages.facts ?? (() => NO_FACTS),
    catalog,
    journal: createJournal(plan, environment, stages.audit(environment)),
    inFlight,
    draining: () => draining,
    readiness: () => readiness(catalog, draining),
    drain: (ms) => {
      draining = true;
      return inFlight.idle(ms);
    },
    close: async () => {
      catalog.close();
      await Promise.all(backends.map((backend) => backend.close()));
      await environment.http.close();
    },
  };
}

function limitsOf(plan: Plan, stages: Stages, environment: Environment): LimitStage | null {
  if (stages.limits === undefined || stages.state === undefined) return null;
  return stages.limits(plan.limits, stages.state(environment));
}

/** Opens every backend, so that the problems of all are known at once. */
function openBackends(plan: Plan, stages: Stages, environment: Environment, values: Resolver) {
  const version = plan.policy.hash.slice(0, 12);
  const context: BackendContext = { environment, value: values.value, gateway: { name: plan.name, version } };
  const backends: Backend[] = [];
  const problems: string[] = [];
  for (const server of plan.servers) {
    if (values.broken.has(server.name)) continue;
    try {
      backends.push(stages.servers[server.transport.kind]!(server, context));
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { backends, problems };
}

/** Ready while it serves and at least one server can be called; a gateway without servers is ready. */
function readiness(catalog: CatalogStage, draining: boolean): Readiness {
  const { servers, hidden } = catalog.readiness();
  const states = Object.values(servers);
  const serving = states.length === 0 || states.some((server) => server.state === 'up');
  return { ready: serving && !draining, draining, servers, hidden };
}
