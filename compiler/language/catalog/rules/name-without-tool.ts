// Names without the tool: all tools of a server would be called the same.
import type { Rule } from '../../room.ts';
import type { CatalogModel } from '../model.ts';

export const nameWithoutTool: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'catalog/name-without-tool',
  severity: 'error',
  check({ catalog: { template, pieces } }, report) {
    if (pieces.some(({ kind }) => kind === 'tool')) return;
    report(template.range, {
      message: `“${template.text}” does not name the tool: all tools of a server would be called the same.`,
      help: 'Put {tool} into it, as “{server}__{tool}”.',
    });
  },
};
