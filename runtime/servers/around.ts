// What stands around a server, from the inside out: each try is noted, its addresses are one, calls wait in line, a breaker stops
// them, and outermost they are tried again.
import type { ServerPlan } from '../contract/plan.ts';
import type { Backend } from '../contract/server.ts';
import type { Around } from '../contract/ways.ts';

const GUARDS = ['queue', 'breaker', 'retry'] as const;

export const around: Around = (server, open, { guards, pool }, context) => {
  const one = (plan: ServerPlan): Backend => guards!.attempts!(plan, open(plan), context);
  const { health, transport } = server;
  const pooled = health !== undefined || (transport.kind === 'http' && transport.addresses !== undefined);
  const inner = pooled ? pool!(server, addressed(server).map(one), context) : one(server);
  return GUARDS.reduce(
    (backend, name) => (server[name] === undefined ? backend : guards![name]!(server, backend, context)),
    inner,
  );
};

/** A server once for each of its addresses. */
export function addressed(server: ServerPlan): readonly ServerPlan[] {
  const { transport } = server;
  if (transport.kind !== 'http' || transport.addresses === undefined) return [server];
  return transport.addresses.map(({ url, hosts }, address) => ({
    ...server,
    address,
    transport: { ...transport, url, hosts },
  }));
}
