// Tools, known by name, that nobody may call.
import { targetName } from '../../language/catalog/added.ts';
import { isExact, type Pattern } from '../../language/patterns.ts';
import type { Rule } from '../../language/room.ts';
import { enumerate } from '../../language/words.ts';
import { linkName } from '../links.ts';
import type { World } from '../world.ts';

export const unreachableTool: Rule<World> = {
  name: 'catalog/unreachable-tool',
  severity: 'warning',
  check(world, report) {
    const led = ledTo(world.models);
    for (const [server, names] of namesOf(world)) {
      // A route leads calls of other tools to its tools of the same names.
      if (isTarget(world.models, server)) continue;
      const lost = names.filter((name) => !isReached(world, name) && !led.has(name.text));
      const [first] = lost;
      // A server of which nothing is allowed has a finding of its own.
      if (first === undefined || !isUsed(world, server)) continue;
      const listed = enumerate(lost.map(({ text }) => `“${text}”`));
      report(first.range, {
        message: `Nobody may call ${listed}.`,
        why: `Server “${server}” offers what no rule allows to anyone.`,
        help: 'Allow it, or leave it out: `tools: { exclude: […] }`.',
      });
    }
  },
};

/** Names that are known before the gateway runs, by server. */
function namesOf({ models }: World): ReadonlyMap<string, readonly Pattern[]> {
  const found = new Map<string, Pattern[]>();
  for (const { server, names } of models.catalog.offers) {
    if (isExact(names)) found.set(server, [...(found.get(server) ?? []), names]);
  }
  return found;
}

/** Tools to which calls of others are led: links of chains, and what is added under another name. */
function ledTo(models: World['models']): ReadonlySet<string> {
  const links = [...models.failover.chains.values()].flatMap((chain) => chain.links);
  const { added, pieces } = models.catalog;
  return new Set([
    ...links.flatMap((link) => linkName(models, link) ?? []),
    ...added.map((one) => targetName(pieces, one)),
  ]);
}

function isTarget({ routes }: World['models'], server: string): boolean {
  return routes.routes.some(({ to }) => to.kind === 'server' && to.word.text === server);
}

function isUsed({ models, allows }: World, server: string): boolean {
  return allows.some(({ rule }) => rule.tools.some((tool) => models.catalog.offering(tool).has(server)));
}

function isReached(world: World, name: Pattern): boolean {
  return world
    .covering(name)
    .some(
      (allow) =>
        !allow.never &&
        world.people.of(allow.rule).some((person) => world.refusal(allow, name, person) === undefined),
    );
}
