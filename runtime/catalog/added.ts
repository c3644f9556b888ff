// Tools of the catalog's own: the tool of a server under another name, with words and hints of its own. Only where there are any.
import type { AddedStage, CatalogContext, CatalogItem } from '../contract/catalog.ts';
import type { AddedPlan } from '../contract/plan.ts';
import type { ToolFacts } from '../contract/tool.ts';
import { binaryJson, concat, decode, encode } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';
import { splice } from '../protocol/splice.ts';
import { annotationsOf } from './items.ts';

/** One is in the catalog while the tool that it leads to is. */
export const addedTools: AddedStage = (context, tools, { hidden, hide }) => {
  const { plan, prepare } = context;
  const { add = {}, name: nameOf } = plan.catalog;
  const added = Object.entries(add).flatMap(([name, own]): [string, CatalogItem][] => {
    const found = [own, ...(own.also ?? [])].map(({ server, tool }) => tools.get(nameOf(server, tool)));
    const target = found.find((item, at) => item?.server === (at === 0 ? own : own.also![at - 1]!).server);
    if (target === undefined) {
      const leadsTo = nameOf(own.server, own.tool);
      const why = hidden.find((one) => one.name === leadsTo && one.server === own.server);
      if (why !== undefined) hide('tools', name, own.server, `"${leadsTo}" is hidden: ${why.reason}`);
      return [];
    }
    const { definition, facts } = retold(target, name, own);
    return [
      [
        name,
        Object.freeze({
          ...target,
          definition,
          facts,
          ...prepare.tool(facts),
          ...served(target, own, context),
        }),
      ],
    ];
  });
  return new Map([...tools, ...added].sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** By a chain, where it leads to one; its links may ask clients for nothing that one of them may not. */
function served(
  { backend }: CatalogItem,
  { failover: chain }: AddedPlan,
  { plan, failover }: Pick<CatalogContext, 'plan' | 'failover'>,
): Partial<CatalogItem> {
  if (chain === undefined) return {};
  const { links, timeoutMs } = plan.failover![chain]!;
  const servers = links.map(({ server }) => plan.servers.find(({ name }) => name === server));
  const asks = (servers[0]?.asks ?? []).filter((kind) => servers.every((one) => one?.asks?.includes(kind)));
  // What follows a task must come to the server that has it: no task is begun where another may have answered.
  return { backend: { ...backend, call: failover!.chain(chain, '') }, timeoutMs, asks, tasks: null };
}

/** The definition as the target's is shown, but for the name and what is given; what is left alone stays byte for byte. */
function retold(target: CatalogItem, name: string, { description, annotations }: AddedPlan) {
  const before = target.facts as ToolFacts;
  if (description === undefined && annotations === undefined)
    return { definition: renamed(target.definition, name), facts: Object.freeze({ ...before, name }) };
  const shown = JSON.parse(decode(target.definition)) as Record<string, unknown>;
  const hints = { ...(shown.annotations as object | undefined), ...annotations };
  const words = description === undefined ? {} : { description };
  const told = { ...shown, name, ...words, ...(annotations === undefined ? {} : { annotations: hints }) };
  const judged = annotationsOf(hints);
  const title = typeof shown.title === 'string' ? shown.title : judged.title;
  return {
    definition: encode(JSON.stringify(told)),
    facts: Object.freeze({ ...before, name, title, annotations: judged }),
  };
}

function renamed(definition: Uint8Array, name: string): Uint8Array {
  const span = members(definition, 0, ['name'])!.found[0]!;
  return concat(splice(definition, [{ span, with: binaryJson(name) }]));
}
