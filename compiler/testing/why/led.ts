// The tools that routes and chains may lead a call to: at servers of which nothing is known they are taken to be there.
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { Question } from '../ask.ts';
import type { Offers } from '../world/addresses.ts';
import { originalOf, ownName, targetOf } from './tool.ts';

/** What each server has, and which tools, by their servers' own names, were made up. */
export interface Led {
  readonly offers: Offers;
  readonly madeUp: readonly Target[];
}

interface Target {
  readonly server: string;
  readonly tool: string;
}

/**
 * What the servers offer, with the tools to which the call may be led.
 *
 * @param known what is known of servers: of one that is named there, what it does not have is not made up
 * @param offers what is offered so far, to which they are added
 */
export function ledTo({ call, verb = 'call' }: Question, plan: Plan, known: Offers, offers: Offers): Led {
  if (verb !== 'call') return { offers, madeUp: [] };
  const offered = new Map(offers.offered);
  const madeUp = targetsOf(call, plan).flatMap(({ server, tool }) => {
    const original = originalOf(plan.catalog.name(server, tool), server, plan)!;
    const own = offered.get(server) ?? {};
    const takes = plan.servers.find(({ name }) => name === server)!.offers(original);
    if (known.offered.has(server) || Object.hasOwn(own, original) || !takes) return [];
    offered.set(server, { ...own, [original]: {} });
    return [{ server, tool: original }];
  });
  return { offers: { ...offers, offered }, madeUp };
}

/** Tools by their names after rename. */
function targetsOf(call: string, plan: Plan): readonly Target[] {
  const { catalog, routes = [], failover = {}, servers } = plan;
  const today = Object.hasOwn(catalog.alias, call) ? catalog.alias[call]! : call;
  const added = Object.hasOwn(catalog.add ?? {}, today) ? catalog.add![today] : undefined;
  const own = servers
    .map(({ name }) => ownName(targetOf(call, plan), name, plan))
    .find((one) => one !== null);
  const ways = routes.filter(({ tools }) => tools(today)).map(({ to }) => to);
  const chains = [added?.failover, ...ways.map((to) => ('failover' in to ? to.failover : null))];
  const links = chains.flatMap((chain) => (chain == null ? [] : failover[chain]!.links));
  return [
    ...links.map(({ server, tool }) => ({ server, tool: tool ?? own ?? call })),
    ...ways.flatMap((to) => ('server' in to ? [{ server: to.server, tool: own ?? call }] : [])),
  ];
}
