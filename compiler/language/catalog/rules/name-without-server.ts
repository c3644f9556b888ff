// Names without the server, while there are several.
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../../servers/model.ts';
import type { CatalogModel } from '../model.ts';

export const nameWithoutServer: Rule<{ readonly catalog: CatalogModel; readonly servers: ServersModel }> = {
  name: 'catalog/name-without-server',
  severity: 'warning',
  check({ catalog: { template, pieces }, servers }, report) {
    if (servers.servers.size < 2 || pieces.some(({ kind }) => kind === 'server')) return;
    report(template.range, {
      message: `“${template.text}” does not name the server, and there are ${servers.servers.size}.`,
      why: 'Tools that two servers call the same are both hidden.',
      help: 'Put {server} into it, or give the tools names of their own with `rename`.',
    });
  },
};
