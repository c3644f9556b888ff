// Where CEL stands beside rules and routes: what claims say of an agent, what a limit charges, what a chain maps and fails over on, what chooses an address.
import type { Condition } from './conditions.ts';
import type { ChainModel } from './failover/model.ts';
import type { IssuerModel } from './issuers/model.ts';
import type { Models } from './rooms.ts';

export interface Place {
  /** Of the function that asks it; a function asks those of its key in their order. */
  readonly key: string;
  /** What it belongs to, in words. */
  readonly name: string;
  readonly condition: Condition;
}

/** What claims say of an agent, in the order in which it is asked. */
export const claimKeys = ['agent', 'team', 'roles'] as const;
export type ClaimKey = (typeof claimKeys)[number];

export const keyOf = {
  claims: (issuer: number, key: ClaimKey): string => `${key} ${issuer}`,
  per: (limit: number): string => `per ${limit}`,
  args: (chain: string, link: number): string => `args ${link} ${chain}`,
  on: (chain: string, at: number): string => `on ${at} ${chain}`,
  address: (server: string): string => `address ${server}`,
};

export function placesOf({ issuers, limits, failover, servers }: Models): readonly Place[] {
  return [
    ...issuers.issuers.flatMap(placesOfIssuer),
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

function placesOfIssuer(model: IssuerModel, at: number): readonly Place[] {
  return claimKeys.flatMap((key) => {
    const condition = model[key];
    const name = `the ${key} of ${model.issuer.text}`;
    return condition === null ? [] : [{ key: keyOf.claims(at, key), name, condition }];
  });
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
