// A link that does not take the arguments of the tool that it stands in for, as the lock has both.
import type { LockedTool } from '../../language/catalog/model.ts';
import type { ChainModel, LinkModel } from '../../language/failover/model.ts';
import { matches } from '../../language/patterns.ts';
import type { Rule } from '../../language/room.ts';
import type { Models } from '../../language/rooms.ts';
import { enumerate } from '../../language/words.ts';
import { compareSchemas } from '../../lock/compare/schema.ts';
import { mappedProblems } from '../mapped.ts';
import type { World } from '../world.ts';

export const linkSchemas: Rule<World> = {
  name: 'failover/schemas',
  severity: 'warning',
  check({ models }, report) {
    const { lock } = models.catalog;
    if (lock === null) return;
    for (const chain of models.failover.chains.values()) {
      const called = calledBy(models, chain);
      for (const link of chain.links) {
        const [from, problems] =
          called
            .map((one) => [one, problemsOf(link, one, lock.tools)] as const)
            .find(([, all]) => all.length > 0) ?? [];
        if (from === undefined || problems === undefined) continue;
        report(link.args?.range ?? link.range, {
          message: `This link does not take what “${from.name}” takes: ${enumerate(problems)}.`,
          why: 'Where the arguments do not fit, the link is passed by.',
          help: 'Map the arguments, `args: \'{"name": args.name}\'`, so that they fit the schema that the lock has.',
        });
      }
    }
  },
};

/** The tools whose calls go along a chain, as they are locked. */
function calledBy({ catalog, routes }: Models, { name }: ChainModel): readonly LockedTool[] {
  const added = new Set(
    catalog.added.flatMap((one) => (one.chain?.text === name.text ? [one.name.text] : [])),
  );
  const patterns = routes.routes.flatMap(({ to, tools }) =>
    to.kind === 'chain' && to.word.text === name.text ? tools : [],
  );
  return catalog.lock!.tools.filter(
    (tool) => added.has(tool.name) || patterns.some((one) => matches(one, tool.name)),
  );
}

function problemsOf(link: LinkModel, from: LockedTool, tools: readonly LockedTool[]): readonly string[] {
  const name = link.tool?.text ?? from.renamed;
  const to = tools.find(({ server, renamed }) => server === link.server.text && renamed === name);
  if (to === undefined || (to.server === from.server && to.original === from.original && link.args === null))
    return [];
  const wanted = to.locked.inputSchema;
  if (link.args !== null) return mappedProblems(link.args.compiled.root, wanted);
  return compareSchemas(from.locked.inputSchema, wanted, '')
    .filter(({ at, breaking }) => breaking && !unchecked.test(at))
    .map(({ at, what }) => `${plainPath(at)}${what.replace(' now', '')}`);
}

/** No link is passed by for the format of a text. */
const unchecked = /(?:^|(?<!(?:^|\.)properties)\.)format$/;

/** `properties.n.type` as `n.type: `; what is said of the whole as nothing. */
function plainPath(at: string): string {
  const path = at
    .replace(/^\./, '')
    .replaceAll('properties.', '')
    .replace(/(^|\.)required$/, '');
  return path === '' ? '' : `${path}: `;
}
