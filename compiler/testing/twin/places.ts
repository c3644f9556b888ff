// Where CEL stands beside rules and routes: what a limit charges, what a chain maps and fails over on, what chooses an address.
// A place's key leads from the plan's function that was made of it back to it.
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { Condition } from '../../language/conditions.ts';
import type { ChainModel } from '../../language/failover/model.ts';
import type { Models } from '../../language/rooms.ts';

export interface Place {
  /** Of the function that asks it; a function asks those of its key in their order. */
  readonly key: string;
  /** What it belongs to, in words. */
  readonly name: string;
  readonly condition: Condition;
}

export const keyOf = {
  per: (limit: number): string => `per ${limit}`,
  args: (chain: string, link: number): string => `args ${link} ${chain}`,
  on: (chain: string, at: number): string => `on ${at} ${chain}`,
  address: (server: string): string => `address ${server}`,
};

export function placesOf({ limits, failover, servers }: Models): readonly Place[] {
  return [
    ...limits.limits.flatMap(({ name, per }, limit) =>
      per.flatMap((one): readonly Place[] =>
        one.kind === 'cel' ? [{ key: keyOf.per(limit), name: name.text, condition: one.condition }] : [],
      ),
    ),
    ...[...failover.chains.values()].flatMap(placesOfChain),
    ...[...servers.servers].flatMap(([server, { balance }]): readonly Place[] =>
      balance?.key
        ? [{ key: keyOf.address(server), name: `the addresses of ${server}`, condition: balance.key }]
        : [],
    ),
  ];
}

function placesOfChain(chain: ChainModel): readonly Place[] {
  const name = chain.name.text;
  const maps = chain.links.map((link, at) => ({
    key: keyOf.args(name, at),
    name: linkName(chain, link),
    condition: link.args,
  }));
  const results = chain.on.flatMap((trigger) => (trigger.kind === 'result' ? [trigger.condition] : []));
  return [
    ...maps.flatMap(({ condition, ...map }) => (condition === null ? [] : [{ ...map, condition }])),
    ...results.map((condition, at) => ({ key: keyOf.on(name, at), name, condition })),
  ];
}

export function linkName({ name }: ChainModel, { server, tool }: ChainModel['links'][number]): string {
  return `${name.text} to ${server.text}${tool === null ? '' : `/${tool.text}`}`;
}

/** What a function of the plan was asked with: the agent, the tool, the arguments, the request, the result. */
export type Given = readonly unknown[];

/** The plan, whose functions tell of each time they are asked. */
export function watchedPlan(plan: Plan, asked: (key: string, given: Given) => void): Plan {
  const watched = <F extends (...given: never[]) => unknown>(key: string, asks: F): F =>
    ((...given: never[]) => {
      asked(key, given);
      return asks(...given);
    }) as F;
  return {
    ...plan,
    limits: plan.limits.map((limit, at) => ({ ...limit, cells: watched(keyOf.per(at), limit.cells) })),
    servers: plan.servers.map((server) => {
      const { name, balance } = server;
      if (balance?.by !== 'hash') return server;
      return { ...server, balance: { ...balance, key: watched(keyOf.address(name), balance.key) } };
    }),
    ...(plan.failover && { failover: watchedChains(plan.failover, watched) }),
  };
}

function watchedChains(
  chains: NonNullable<Plan['failover']>,
  watched: <F extends (...given: never[]) => unknown>(key: string, asks: F) => F,
): NonNullable<Plan['failover']> {
  const all = Object.entries(chains).map(([name, { links, on, ...chain }]) => {
    const results = on.results.map((one, at) => ({ ...one, holds: watched(keyOf.on(name, at), one.holds) }));
    const own = links.map((link, at) =>
      link.args === null ? link : { ...link, args: watched(keyOf.args(name, at), link.args) },
    );
    return [name, { ...chain, links: own, on: { ...on, results } }] as const;
  });
  return Object.fromEntries(all);
}
