// Every expression of the model, wherever it stands.
import type { Condition } from '../language/conditions.ts';
import type { Models } from '../language/rooms.ts';

export function conditionsOf({ access, routes, limits, failover, servers }: Models): readonly Condition[] {
  const chains = [...failover.chains.values()];
  const all: readonly (Condition | null | undefined)[] = [
    ...access.rules.map(({ when }) => when),
    ...routes.routes.map(({ when }) => when),
    ...limits.limits.flatMap(({ per }) => per.map((one) => (one.kind === 'cel' ? one.condition : null))),
    ...chains.flatMap(({ links }) => links.map(({ args }) => args)),
    ...chains.flatMap(({ on }) => on.map((one) => (one.kind === 'result' ? one.condition : null))),
    ...[...servers.servers.values()].map(({ balance }) => balance?.key),
  ];
  return all.filter((one) => one != null);
}
