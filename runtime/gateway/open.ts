// The backends of a plan, opened all at once: whoever starts a gateway is told all that is missing or wrong.
import type { Environment } from '../contract/environment.ts';
import { StartError } from '../contract/gateway.ts';
import type { Plan, ServerPlan, StdioTransportPlan } from '../contract/plan.ts';
import type { Backend } from '../contract/server.ts';
import type { ApartContext, BackendContext, Resolver, Stages } from '../contract/stages.ts';
import type { BreakerStore } from '../contract/ways.ts';

/** Where the plan has no value but literals. */
export const LITERALS: Resolver = {
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
export function openBackends(
  plan: Plan,
  stages: Stages,
  environment: Environment,
  { value, problems, broken, redactor }: Resolver,
  breakers: BreakerStore | undefined,
  news: Required<Pick<BackendContext, 'late' | 'log'>> & Pick<ApartContext, 'levels'>,
): readonly Backend[] {
  const { shared } = environment;
  const gateway = { name: plan.name, version: plan.policy.hash.slice(0, 12) };
  const found = [...problems];
  const backends = plan.servers.flatMap((server) => {
    if (broken.has(server.name)) return [];
    const open = (one: ServerPlan): Backend => {
      const openWith = (more: Pick<BackendContext, 'asking' | 'owner' | 'opened'>): Backend =>
        stages.servers[one.transport.kind]!(one, {
          ...stages,
          ...news,
          environment,
          value,
          gateway,
          redactor,
          ...more,
        });
      const make = (): Backend =>
        stages.apart?.(openWith, { ...news, clock: environment.clock }, one) ?? openWith({});
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
