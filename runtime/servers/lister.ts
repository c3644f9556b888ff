// Asks servers what they offer, once, for the lock: with the client and the values that the gateway has.
import type { Environment } from '../contract/environment.ts';
import { StartError } from '../contract/gateway.ts';
import type { LockedKind, Plan, ServerPlan } from '../contract/plan.ts';
import type { Backend, Offerings, ServerListing } from '../contract/server.ts';
import type { Resolver, Stages } from '../contract/stages.ts';
import { addressed } from './around.ts';

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
  const context = { environment, value, gateway, redactor };
  const listed = await listAll(
    addressed(server).map((one) => servers[one.transport.kind]!(one, context)),
    (at, reason) => environment.log(`server ${server.name}: urls[${at}] cannot be listed: ${reason}`),
  );
  const differences = differencesOf(listed);
  if (differences.length > 0)
    throw new Error(`its addresses do not offer the same: ${differences.join(', and ')}`);
  const [{ offered }] = listed;
  return { server: server.name, failure: null, ...withoutSecrets(offered, redactor(server)) };
}

/** What an address offers, counted from 0. */
interface Listed {
  readonly at: number;
  readonly offered: Offerings;
}

/**
 * What each address offers. Rejects where none of them can be listed.
 *
 * @param failed told of those that cannot, where others can
 */
async function listAll(
  addresses: readonly Backend[],
  failed: (at: number, reason: string) => void,
): Promise<readonly [Listed, ...Listed[]]> {
  const lists = await Promise.allSettled(addresses.map((backend) => backend.list(KINDS)));
  await Promise.all(addresses.map((backend) => backend.close()));
  const [first, ...others] = lists.flatMap((list, at) =>
    list.status === 'fulfilled' ? [{ at, offered: list.value }] : [],
  );
  if (first === undefined) throw (lists[0] as PromiseRejectedResult).reason;
  for (const [at, list] of lists.entries())
    if (list.status === 'rejected') failed(at, String((list.reason as Error).message));
  return [first, ...others];
}

/** What later addresses do not offer as the first one does: agents would see now the one, now the other. */
function differencesOf([first, ...others]: readonly [Listed, ...Listed[]]): readonly string[] {
  return others.flatMap(({ at, offered }) =>
    KINDS.flatMap((kind) => {
      const [here, there] = [textsOf(first.offered[kind]), textsOf(offered[kind])];
      const names = [...new Set([...here.keys(), ...there.keys()])];
      return names
        .filter((name) => here.get(name) !== there.get(name))
        .map((name) => {
          const [one, other] = [`urls[${first.at}]`, `urls[${at}]`];
          if (!there.has(name)) return `${other} lacks “${name}” of the ${kind} of ${one}`;
          if (!here.has(name)) return `${other} has “${name}” among its ${kind}, which ${one} lacks`;
          return `${other} has another “${name}” among its ${kind} than ${one}`;
        });
    }),
  );
}

function textsOf(offered: Offerings[LockedKind]): ReadonlyMap<string, string> {
  return new Map(offered.map(({ name, parsed }) => [name, JSON.stringify(parsed)]));
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
