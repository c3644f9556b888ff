// A server of which nothing is ever allowed.
import type { CatalogModel } from '../../catalog/model.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../../servers/model.ts';
import type { AccessModel } from '../model.ts';

interface Models {
  readonly servers: ServersModel;
  readonly catalog: CatalogModel;
  readonly access: AccessModel;
}

export const unusedServer: Rule<Models> = {
  name: 'access/unused-server',
  severity: 'warning',
  check({ servers, catalog, access }, report) {
    const allows = access.enforced.filter(({ effect }) => effect === 'allow');
    if (allows.length === 0) return;
    // Who owns a resource is known only at run time.
    if (allows.some(({ resources }) => resources !== null)) return;
    const spoken = allows.flatMap(({ tools, prompts }) => [...tools, ...(prompts ?? [])]);
    const patterns = new Map(spoken.map((one) => [one.text, one]));
    const used = new Set([...patterns.values()].flatMap((one) => [...catalog.offering(one)]));
    for (const { name, range } of servers.servers.values()) {
      if (used.has(name)) continue;
      report(range, {
        message: `No rule allows a tool of server “${name}”.`,
        why: 'The gateway connects to it for nothing.',
        help: 'Allow what is wanted of it, or remove it.',
      });
    }
  },
};
