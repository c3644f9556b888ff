// A bundle that lists the servers of a gateway once and says on standard output what they offer. It never ships.
import { type Code, code, identifier, join } from '../emit/code.ts';
import type { Generated } from '../emit/generated.ts';
import { assembleForHere } from './assemble.ts';
import { type Dist, findDist } from './dist.ts';
import { planModule, stageParts, stageTree, take } from './entry.ts';
import type { BundleFile } from './index.ts';
import { used } from './main.ts';
import { node } from './targets/node.ts';

/**
 * Bundles the lister, a program for the Node that the compiler runs on.
 *
 * @param generated the plan of the servers alone, and what they need
 */
export async function bundleLister(generated: Generated, dist: Dist = findDist()): Promise<BundleFile> {
  return assembleForHere('lister.mjs', {
    dist,
    plan: generated.plan.text,
    checks: generated.checks,
    entry: listerEntry(generated).text,
  });
}

function listerEntry(generated: Generated): Code {
  const parts = used(node, generated.capabilities);
  const clients = Object.fromEntries(parts.map(({ key, need }) => [key, identifier(need.name)]));
  return join(
    [
      take(planModule, 'plan'),
      ...stageParts(generated),
      ...parts.map(({ need }) => take(`runtime/${need.module}.js`, need.name)),
      take('runtime/hosts/node/lister.js', 'lister'),
      take('runtime/servers/lister.js', 'listServers'),
      stageTree(generated),
      code`lister((environment) => listServers(plan({}), stages, environment), ${clients});\n`,
    ],
    '\n',
  );
}
