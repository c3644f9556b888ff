// A server of which nothing is ever allowed, and to which no call is led.
import type { CatalogModel } from '../../catalog/model.ts';
import type { FailoverModel } from '../../failover/model.ts';
import type { Rule } from '../../room.ts';
import type { RoutesModel } from '../../routes/model.ts';
import type { ServersModel } from '../../servers/model.ts';
import type { AccessModel } from '../model.ts';

interface Models {
  readonly servers: ServersModel;
  readonly catalog: CatalogModel;
  readonly access: AccessModel;
  readonly routes: RoutesModel;
  readonly failover: FailoverModel;
}

export const unusedServer: Rule<Models> = {
  name: 'access/unused-server',
  severity: 'warning',
  check({ servers, catalog, access, routes, failover }, report) {
    const allows = access.enforced.filter(({ effect }) => effect === 'allow');
    if (allows.length === 0) return;
    // Who owns a resource is known only at run time.
    if (allows.some(({ resources }) => resources !== null)) return;
    const spoken = allows.flatMap(({ tools, prompts }) => [...tools, ...(prompts ?? [])]);
    const patterns = new Map(spoken.map((one) => [one.text, one]));
    const offering = [...patterns.values()].flatMap((one) => [...catalog.offering(one)]);
    const used = new Set([...offering, ...ledTo(routes, failover)]);
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

/** Servers to which a route or a chain leads. */
function ledTo({ routes }: RoutesModel, { chains }: FailoverModel): readonly string[] {
  const targets = routes.flatMap(({ to }) => (to.kind === 'server' ? [to.word.text] : []));
  const links = [...chains.values()].flatMap((chain) => chain.links.map(({ server }) => server.text));
  return [...targets, ...links];
}
