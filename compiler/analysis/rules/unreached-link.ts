// A link that is never tried: its server does not offer the tool.
import { isOfferedAs } from '../../language/catalog/lock.ts';
import type { LinkModel } from '../../language/failover/model.ts';
import { matches } from '../../language/patterns.ts';
import type { Rule } from '../../language/room.ts';
import { suggest } from '../../language/words.ts';
import { knownOf, linkName } from '../links.ts';
import type { World } from '../world.ts';

export const unreachedLink: Rule<World> = {
  name: 'failover/unreached-link',
  severity: 'error',
  check({ models }, report) {
    for (const { links } of models.failover.chains.values()) {
      for (const link of links) {
        if (link.tool === null || isOffered(models, link)) continue;
        report(link.tool.range, {
          message: `This link is never tried: server “${link.server.text}” does not offer “${link.tool.text}”.`,
          why: 'The chain is shorter than it looks.',
          help: suggest(
            link.tool.text,
            knownOf(models, link.server.text),
            'Write its name after rename, and do not exclude it.',
          ),
        });
      }
    }
  },
};

function isOffered(models: World['models'], link: LinkModel): boolean {
  const { catalog, servers } = models;
  const name = linkName(models, link)!;
  const own = catalog.offers.filter((offer) => offer.server === link.server.text && !offer.added);
  const { tools } = servers.servers.get(link.server.text)!;
  return own.some(({ names }) => matches(names, name)) && isOfferedAs(tools, link.tool!.text);
}
