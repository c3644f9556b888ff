// A server that no call reaches, since all its tools are led elsewhere.
import { covers } from '../../language/patterns.ts';
import type { Rule } from '../../language/room.ts';
import { isCertain, type RouteModel } from '../../language/routes/model.ts';
import type { World } from '../world.ts';

export const bypassedServer: Rule<World> = {
  name: 'routes/bypassed-server',
  severity: 'warning',
  check({ models: { servers, catalog, routes, failover } }, report) {
    if (routes.routes.length === 0) return;
    const reached = new Set([
      ...[...failover.chains.values()].flatMap(({ links }) => links.map(({ server }) => server.text)),
      ...routes.routes.flatMap(({ to }) => (to.kind === 'server' ? [to.word.text] : [])),
      ...catalog.added.flatMap(({ chain, server }) => (chain === null ? [server.text] : [])),
    ]);
    const certain = routes.routes.filter(isCertain);
    for (const { name, range } of servers.servers.values()) {
      if (reached.has(name)) continue;
      const own = catalog.offers.filter(({ server, added }) => server === name && !added);
      const led = own.map(({ names }) =>
        certain.find(({ tools }) => tools.some((wide) => covers(wide, names))),
      );
      if (own.length === 0 || !led.every((route): route is RouteModel => route !== undefined)) continue;
      report(range, {
        message: `No call reaches server “${name}”: routes lead all its tools elsewhere.`,
        why: 'It is only asked what its tools are.',
        help: 'Give a route a condition, or remove the server and let agents see the tools of the other one.',
        related: [{ message: 'The route.', range: led[0]!.range }],
      });
    }
  },
};
