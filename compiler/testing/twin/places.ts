// The functions of a plan that were made of CEL beside rules and routes, watched while a gateway asks them. The key of a place leads
// from such a function back to it.
import type { IssuerPlan, Plan } from '../../../runtime/contract/plan.ts';
import { keyOf } from '../../language/places.ts';

/** What a function of the plan was asked with: the agent, the tool, the arguments, the request, the result; or the claims of a token. */
export type Given = readonly unknown[];

/** The plan, whose functions tell of each time they are asked. */
export function watchedPlan(plan: Plan, asked: (key: string, given: Given) => void): Plan {
  const watched: Watched = (key, asks) =>
    ((...given: never[]) => {
      asked(key, given);
      return asks(...given);
    }) as typeof asks;
  return {
    ...plan,
    ...(plan.issuers && { issuers: plan.issuers.map((one, at) => watchedIssuer(one, at, watched)) }),
    limits: plan.limits.map((limit, at) => ({ ...limit, cells: watched(keyOf.per(at), limit.cells) })),
    servers: plan.servers.map((server) => {
      const { name, balance } = server;
      if (balance?.by !== 'hash') return server;
      return { ...server, balance: { ...balance, key: watched(keyOf.address(name), balance.key) } };
    }),
    ...(plan.failover && { failover: watchedChains(plan.failover, watched) }),
  };
}

type Watched = <F extends (...given: never[]) => unknown>(key: string, asks: F) => F;

function watchedIssuer(issuer: IssuerPlan, at: number, watched: Watched): IssuerPlan {
  const { agent, team, roles } = issuer;
  return {
    ...issuer,
    agent: watched(keyOf.claims(at, 'agent'), agent),
    ...(team && { team: watched(keyOf.claims(at, 'team'), team) }),
    ...(roles && { roles: watched(keyOf.claims(at, 'roles'), roles) }),
  };
}

function watchedChains(
  chains: NonNullable<Plan['failover']>,
  watched: Watched,
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
