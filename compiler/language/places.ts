// Where CEL stands beside rules and routes: what a limit charges, what a chain maps and fails over on, what chooses an address.
import type { Condition } from './conditions.ts';
import type { ChainModel } from './failover/model.ts';
import type { Models } from './rooms.ts';

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
