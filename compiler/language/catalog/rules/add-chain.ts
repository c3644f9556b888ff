// A tool of the catalog's own that no chain can serve: there is none of that name, or a link does not say which tool.
import type { FailoverModel } from '../../failover/model.ts';
import type { Rule } from '../../room.ts';
import { suggest } from '../../words.ts';
import type { CatalogModel } from '../model.ts';

export const addChain: Rule<{ readonly catalog: CatalogModel; readonly failover: FailoverModel }> = {
  name: 'catalog/add-chain',
  severity: 'error',
  check({ catalog, failover: { chains } }, report) {
    for (const { name, chain } of catalog.added) {
      if (chain === null) continue;
      const known = chains.get(chain.text);
      if (known === undefined) {
        report(chain.range, {
          message: `There is no chain “${chain.text}”.`,
          why: `Nothing would serve “${name.text}”.`,
          help: suggest(chain.text, chains.keys(), 'Declare it under `failover:`.'),
        });
      }
      for (const { tool, range } of known?.links ?? []) {
        if (tool !== null) continue;
        report(range, {
          message: `This link does not say which tool it is, and “${name.text}” is no server's.`,
          why: 'Without `tool:` a link is the tool of the same name.',
          help: 'Add it: `{ server: …, tool: … }`.',
          related: [{ message: 'The tool that the chain serves.', range: name.range }],
        });
      }
    }
  },
};
