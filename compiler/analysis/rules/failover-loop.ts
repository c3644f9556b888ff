// A chain that comes back to itself: a link's name in the catalog is that of an added tool, which the chain itself serves.
import type { ChainModel, LinkModel } from '../../language/failover/model.ts';
import type { Rule } from '../../language/room.ts';
import { leadsTo, linkName } from '../links.ts';
import type { World } from '../world.ts';

export const failoverLoop: Rule<World> = {
  name: 'failover/loop',
  severity: 'error',
  check({ models }, report) {
    const { chains } = models.failover;
    const served = new Map(models.catalog.added.map(({ name, chain }) => [name.text, chain?.text ?? '']));
    const next = (link: LinkModel): ChainModel | undefined =>
      chains.get(served.get(linkName(models, link) ?? '') ?? '');
    for (const chain of chains.values()) {
      for (const link of chain.links) {
        if (!leadsTo(link, chain, next)) continue;
        report(link.range, {
          message: `The chain “${chain.name.text}” leads back to itself: calls of “${linkName(models, link)}” go along a chain too, since it is a tool that is added.`,
          why: 'A call would go round until its time is up.',
          help: 'Add the tool under a name that no server’s tool has in the catalog.',
        });
      }
    }
  },
};
