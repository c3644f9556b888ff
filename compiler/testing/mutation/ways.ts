// Mistakes in which way calls go: a route that is not there or asks nothing, links that are missing or stand the other way
// round, a trigger that is missing, a chain that may run twice; and in the conditions of these, and of addresses.
// What maps arguments is left as it is: no test sees what a server is sent.
import type { ChainModel } from '../../language/failover/model.ts';
import type { Models } from '../../language/rooms.ts';
import type { ListNode, MapNode, Node } from '../../source/node.ts';
import { conditionMutants } from './conditions.ts';
import { childOf, dropped, mutants, without, withoutEntry } from './edit.ts';
import type { Edit, Mutant } from './mutants.ts';

export function wayMutants(root: MapNode, models: Models): readonly Mutant[] {
  return [...routeMutants(root, models), ...chainMutants(root, models), ...addressMutants(root, models)];
}

function routeMutants(root: MapNode, { routes }: Models): readonly Mutant[] {
  const list = childOf(root, 'routes');
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item, at) => {
    const route = routes.routes[at];
    if (item.kind !== 'map' || route === undefined) return [];
    const name = `the route to ${route.to.word.text}`;
    const edits = [
      without(list, at, item.range, 'the whole'),
      ...unasked(item),
      ...conditionMutants(childOf(item, 'when'), route.when),
    ];
    return mutants(root, name, edits);
  });
}

/** The route as one that always holds. */
function unasked(route: MapNode): readonly Edit[] {
  const when = childOf(route, 'when');
  if (when === undefined) return [];
  return [{ range: when.range, from: 'when', to: 'not asked', node: route, by: withoutEntry(route, 'when') }];
}

function chainMutants(root: MapNode, { failover }: Models): readonly Mutant[] {
  const chains = childOf(root, 'failover');
  if (chains?.kind !== 'map') return [];
  return chains.entries.flatMap(({ key, value }) => {
    const links = childOf(value, 'chain');
    const on = childOf(value, 'on');
    const edits = [
      ...(links?.kind === 'list' ? [...dropped(links, 'this link'), ...swapped(links)] : []),
      ...(on?.kind === 'list' ? dropped(on, 'this trigger') : []),
      ...unsafe(value),
      ...triggerMutants(on, failover.chains.get(String(key.value))),
    ];
    return mutants(root, String(key.value), edits);
  });
}

function triggerMutants(on: Node | undefined, chain: ChainModel | undefined): readonly Edit[] {
  if (on?.kind !== 'list') return [];
  return (chain?.on ?? []).flatMap((trigger, at) =>
    trigger.kind === 'result' ? conditionMutants(on.items[at], trigger.condition) : [],
  );
}

function addressMutants(root: MapNode, { servers }: Models): readonly Mutant[] {
  return [...servers.servers].flatMap(([server, { balance }]) => {
    const node = childOf(childOf(root, 'servers') ?? root, server);
    const edits = conditionMutants(node && childOf(node, 'balance'), balance?.key ?? null, {
      around: ['hash(', ')'],
      names: true,
    });
    return mutants(root, `the addresses of ${server}`, edits);
  });
}

/** Each link after the next one. */
function swapped(links: ListNode): readonly Edit[] {
  return links.items.slice(1).map((item, at) => {
    const items = [...links.items];
    [items[at], items[at + 1]] = [item, links.items[at]!];
    return {
      range: item.range,
      from: 'this link',
      to: 'the one before',
      node: links,
      by: { ...links, items },
    };
  });
}

function unsafe(chain: Node): readonly Edit[] {
  const safe = childOf(chain, 'safe');
  if (chain.kind !== 'map' || safe?.kind !== 'scalar' || safe.value !== true) return [];
  return [{ range: safe.range, from: 'safe', to: 'not safe', node: chain, by: withoutEntry(chain, 'safe') }];
}
