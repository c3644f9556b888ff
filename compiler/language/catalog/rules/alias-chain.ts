// An alias of an alias, or of itself.
import type { Rule } from '../../room.ts';
import type { CatalogModel } from '../model.ts';

export const aliasChain: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'catalog/alias-chain',
  severity: 'error',
  check({ catalog }, report) {
    const today = new Map(catalog.alias.map((alias) => [alias.from.text, alias]));
    for (const { from, to } of catalog.alias) {
      const next = today.get(to.text);
      if (next === undefined) continue;
      const own = next.from.text === from.text;
      report(to.range, {
        message: own
          ? `Alias “${from.text}” names itself.`
          : `Alias “${from.text}” leads to “${to.text}”, which is an alias too.`,
        help: own
          ? "Write today's name of the tool."
          : next.to.text === from.text
            ? "They lead to each other: write today's name of the tool."
            : `Write “${next.to.text}” here.`,
        ...(own ? {} : { related: [{ message: 'The next alias.', range: next.from.range }] }),
      });
    }
  },
};
