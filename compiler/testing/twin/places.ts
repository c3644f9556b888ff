// The functions of a plan that were made of CEL beside rules and routes, watched while a gateway asks them. The key of a place leads
// from such a function back to it.
import type { Plan } from '../../../runtime/contract/plan.ts';
import { keyOf } from '../../language/places.ts';

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
