// Asks servers what they offer, once, for the lock: with the client and the values that the gateway has.
import type { Environment } from '../contract/environment.ts';
import { StartError } from '../contract/gateway.ts';
import type { LockedKind, Plan, ServerPlan } from '../contract/plan.ts';
import type { Offerings, ServerListing } from '../contract/server.ts';
import type { Resolver, Stages } from '../contract/stages.ts';

/** What is locked. */
const KINDS = ['tools', 'prompts', 'resourceTemplates'] as const;

export type ListerPlan = Pick<Plan, 'name' | 'policy' | 'servers'>;
type ListerStages = Pick<Stages, 'values' | 'servers'>;

/** Lists all servers at once, in the order of the plan. Never rejects: what went wrong is said of the server. */
export function listServers(
  plan: ListerPlan,
  stages: ListerStages,
  environment: Environment,
): Promise<readonly ServerListing[]> {
  const resolver = stages.values?.(plan as Plan, environment) ?? null;
  const list = async (server: ServerPlan): Promise<ServerListing> => {
    try {
      return await listServer(plan, server, stages, environment, resolver);
    } catch (error) {
      const problems = error instanceof StartError ? error.problems : [String((error as Error).message)];
      return { server: server.name, offered: null, failure: problems.join('; '), rejected: [] };
    }
  };
  return Promise.all(plan.servers.map(list));
}

async function listServer(
  plan: ListerPlan,
  server: ServerPlan,
  { servers }: ListerStages,
  environment: Environment,
  resolver: Resolver | null,
): Promise<ServerListing> {
  if (resolver?.broken.has(server.name)) {
    throw new StartError(resolver.problems.filter((problem) => problem.includes(`(server ${server.name},`)));
  }
  const value: Resolver['value'] = resolver?.value ?? String;
  const gateway = { name: plan.name, version: plan.policy.hash.slice(0, 12) };
  const redactor: Resolver['redactor'] = resolver?.redactor ?? (() => String);
  const backend = servers[server.transport.kind]!(server, { environment, value, gateway, redactor });
  try {
    const offered = await backend.list(KINDS);
    return { server: server.name, failure: null, ...withoutSecrets(offered, redactor(server)) };
  } finally {
    await backend.close();
  }
}

/** A definition that repeats a secret of the gateway's must not stand in Git. */
function withoutSecrets(
  offered: Pick<Offerings, LockedKind | 'instructions' | 'rejected'>,
  redact: (text: string) => string,
): Pick<ServerListing, 'offered' | 'rejected'> {
  const rejected: ServerListing['rejected'][number][] = [...offered.rejected];
  const kept = (kind: LockedKind): readonly object[] =>
    offered[kind].flatMap(({ name, parsed }) => {
      const text = JSON.stringify(parsed);
      if (redact(text) === text) return [parsed];
      rejected.push({ kind, name: redact(name), reason: 'its definition repeats a secret of the gateway' });
      return [];
    });
  const [tools, prompts, resourceTemplates] = KINDS.map(kept) as [object[], object[], object[]];
  const { instructions } = offered;
  const repeats = instructions !== null && redact(instructions) !== instructions;
  if (repeats)
    rejected.push({ kind: 'instructions', name: '', reason: 'they repeat a secret of the gateway' });
  const told = repeats ? null : instructions;
  return { offered: { tools, prompts, resourceTemplates, instructions: told }, rejected };
}
