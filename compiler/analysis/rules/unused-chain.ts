// A chain that no call goes along.
import type { Rule } from '../../language/room.ts';
import type { World } from '../world.ts';

export const unusedChain: Rule<World> = {
  name: 'failover/unused-chain',
  severity: 'warning',
  check({ models: { failover, catalog, routes } }, report) {
    const used = new Set([
      ...catalog.added.flatMap(({ chain }) => chain?.text ?? []),
      ...routes.routes.flatMap(({ to }) => (to.kind === 'chain' ? [to.word.text] : [])),
    ]);
    for (const { name } of failover.chains.values()) {
      if (used.has(name.text)) continue;
      report(name.range, {
        message: `No call goes along the chain “${name.text}”.`,
        why: 'None of its links is ever reached: what it is there for is not covered.',
        help: `Lead calls to it, by \`catalog.add\` or by a route: \`to: { failover: ${name.text} }\`; or remove it.`,
      });
    }
  },
};
