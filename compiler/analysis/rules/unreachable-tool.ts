// Tools, known by name, that nobody may call.
import { isExact, type Pattern } from '../../language/patterns.ts';
import type { Rule } from '../../language/room.ts';
import { enumerate } from '../../language/words.ts';
import type { World } from '../world.ts';

export const unreachableTool: Rule<World> = {
  name: 'catalog/unreachable-tool',
  severity: 'warning',
  check(world, report) {
    for (const [server, names] of namesOf(world)) {
      const lost = names.filter((name) => !isReached(world, name));
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
