// An allow of every tool to everyone.
import { covers, matchesAll, type Pattern } from '../../language/patterns.ts';
import type { Rule } from '../../language/room.ts';
import type { World } from '../world.ts';

export const tooBroad: Rule<World> = {
  name: 'access/too-broad',
  severity: 'warning',
  check(world, report) {
    const tokens = world.models.issuers.issuers.length > 0;
    for (const { rule, asks, never } of world.allows) {
      if (rule.to !== null || asks.length > 0 || never || !coversAll(world, rule.tools)) continue;
      report(rule.name.range, {
        message: `“${rule.name.text}” allows every tool of every server to everyone with a key${tokens ? ' or a token' : ''}.`,
        why: 'Servers, tools and agents that are added later are allowed too, unread.',
        help: 'Say to whom (`to`), or name the tools.',
      });
    }
  },
};

/** The star, or what comes to the same: of several servers, every name. */
function coversAll({ models }: World, tools: readonly Pattern[]): boolean {
  const { offers } = models.catalog;
  const several = new Set(offers.map(({ server }) => server)).size > 1;
  return (
    matchesAll(tools) || (several && offers.every(({ names }) => tools.some((tool) => covers(tool, names))))
  );
}
