// Two tools with one name in the catalog: of two servers, or of one that renames onto a tool that it has.
import { isExact } from '../../patterns.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../../servers/model.ts';
import { repeated } from '../../words.ts';
import type { CatalogModel } from '../model.ts';
import { type Known, knownTools } from '../offers.ts';

export const duplicateTool: Rule<{ readonly catalog: CatalogModel; readonly servers: ServersModel }> = {
  name: 'catalog/duplicate-tool',
  severity: 'error',
  check({ catalog, servers }, report) {
    for (const [again, first] of repeated(knownTools(catalog), ({ name }) => name)) {
      const within = again.server === first.server;
      // What the file itself names twice within one server is the matter of its `rename`.
      const { include = [] } = servers.servers.get(again.server)?.tools ?? {};
      const { renamed } = again;
      if (within && include.some((one) => isExact(one) && one.text === (renamed ?? one.text))) continue;
      report(again.range, {
        message: within ? ofOne(again, first) : ofTwo(again, first),
        why: 'A call could mean either, so both would be hidden.',
        help: within
          ? 'Give one another name with `tools: { rename: … }`, or exclude it.'
          : 'Give one another name with `tools: { rename: … }`, or mend `catalog.name`.',
        related: [{ message: 'The other.', range: first.range }],
      });
    }
  },
};

const ofTwo = (again: Known, first: Known): string =>
  `Servers “${first.server}” and “${again.server}” both have a tool “${again.name}”.`;

const ofOne = (again: Known, first: Known): string =>
  `“${first.original}” and “${again.original}” of server “${again.server}” would both be called “${again.name}”.`;
