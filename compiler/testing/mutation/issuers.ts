// Mistakes in whose tokens are taken, and in what their claims say of the agent. Audiences and issuers are left out only where
// there are others: without any there is nothing to run.
import { claimKeys } from '../../language/places.ts';
import type { Models } from '../../language/rooms.ts';
import type { MapNode } from '../../source/node.ts';
import { conditionMutants } from './conditions.ts';
import { childOf, dropped, mutants, without, withoutEntry } from './edit.ts';
import type { Edit, Mutant } from './mutants.ts';

export function issuerMutants(root: MapNode, { issuers: { issuers } }: Models): readonly Mutant[] {
  const list = childOf(root, 'issuers');
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item, at) => {
    const model = issuers[at];
    if (item.kind !== 'map' || model === undefined) return [];
    const audience = childOf(item, 'audience');
    const edits = [
      ...(list.items.length > 1 ? [without(list, at, item.range, 'the whole')] : []),
      ...(audience?.kind === 'list' ? dropped(audience, 'this audience') : []),
      ...unsaid(item),
      ...claimKeys.flatMap((key) => conditionMutants(childOf(item, key), model[key])),
    ];
    return mutants(root, `the issuer ${model.issuer.text}`, edits);
  });
}

/** A token says neither of a team nor of roles. */
function unsaid(issuer: MapNode): readonly Edit[] {
  return ['team', 'roles'].flatMap((key) => {
    const said = childOf(issuer, key);
    if (said === undefined) return [];
    return [{ range: said.range, from: key, to: 'nothing', node: issuer, by: withoutEntry(issuer, key) }];
  });
}
