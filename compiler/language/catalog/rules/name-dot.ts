// Names with a dot, which model APIs refuse.
import type { Rule } from '../../room.ts';
import type { CatalogModel } from '../model.ts';

export const nameDot: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'catalog/name-dot',
  severity: 'warning',
  check({ catalog: { template, offers } }, report) {
    const why = 'MCP allows it, but model APIs refuse names of tools with a dot.';
    if (template.text.includes('.')) {
      report(template.range, {
        message: 'Every name has a dot.',
        why,
        help: 'Use `__` between server and tool.',
      });
      return;
    }
    for (const { names, server, added } of offers) {
      if (!names.text.includes('.')) continue;
      report(names.range, {
        message: `“${names.text}” of server “${server}” has a dot.`,
        why,
        help: added ? 'Give it another name.' : 'Give it another name with `tools: { rename: … }`.',
      });
    }
  },
};
