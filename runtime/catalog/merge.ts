// From the servers' lists to one index by catalog name: offered, renamed, named, labelled, without collisions.
import type { Plan, ServerPlan } from '../contract/plan.ts';
import type { ListedTool } from '../contract/server.ts';
import type { CatalogContext, CatalogStage, CatalogTool } from '../contract/stages.ts';
import type { ToolAnnotations, ToolFacts } from '../contract/tool.ts';
import { concat, encode } from '../protocol/bytes.ts';
import { splice } from '../protocol/splice.ts';
import type { Listing } from './listing.ts';

/** A name that MCP allows: 2026-07-28, server/tools, "Tool Names". */
const LEGAL_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

type Hidden = ReturnType<CatalogStage['readiness']>['hidden'][number];

/** Builds the index anew. Two tools of one name are both hidden: without a lock nobody can say which was meant. */
export function mergeTools(
  context: CatalogContext,
  listings: readonly Listing[],
): { tools: ReadonlyMap<string, CatalogTool>; hidden: readonly Hidden[] } {
  const { plan, environment } = context;
  const offers = new Map<string, CatalogTool[]>();
  const hidden: Hidden[] = [];
  const hide = ({ name: tool, server }: ToolFacts, reason: string): void => {
    hidden.push({ tool, server, reason });
    environment.log(`tool "${tool}" of server ${server} is hidden: ${reason}`);
  };
  listings.forEach((listing, at) => {
    const server = plan.servers[at]!;
    for (const listed of listing.tools()) {
      if (!server.offers(listed.name)) continue;
      const facts = factsOf(server, listed, plan.catalog.name);
      const reason = unfit(plan, facts.name);
      if (reason !== null) hide(facts, reason);
      else offers.set(facts.name, [...(offers.get(facts.name) ?? []), toolOf(context, facts, listed, at)]);
    }
  });
  const tools = new Map<string, CatalogTool>();
  for (const name of [...offers.keys()].sort()) {
    const same = offers.get(name)!;
    if (same.length === 1) tools.set(name, same[0]!);
    else for (const { facts } of same) hide(facts, collision(facts, same));
  }
  return { tools, hidden };
}

function factsOf(
  server: ServerPlan,
  listed: ListedTool,
  nameOf: (server: string, tool: string) => string,
): ToolFacts {
  const { name, parsed } = listed;
  const renamed = Object.hasOwn(server.rename, name) ? server.rename[name]! : name;
  const annotations = annotationsOf(parsed.annotations);
  const title = typeof parsed.title === 'string' ? parsed.title : annotations.title;
  return Object.freeze({
    name: nameOf(server.name, renamed),
    original: name,
    server: server.name,
    title,
    annotations,
    labels: server.labels(renamed),
  });
}

/**
 * The hints, with the specification's defaults: a tool that says nothing is taken for a destructive one. One that says
 * it only reads is not: there the hint has no meaning (2026-07-28 schema, ToolAnnotations).
 */
function annotationsOf(value: unknown): ToolAnnotations {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return Object.freeze({
    title: typeof given.title === 'string' ? given.title : '',
    readOnlyHint: given.readOnlyHint === true,
    destructiveHint:
      given.destructiveHint === undefined ? given.readOnlyHint !== true : given.destructiveHint !== false,
    idempotentHint: given.idempotentHint === true,
    openWorldHint: given.openWorldHint !== false,
  });
}

function unfit(plan: Plan, name: string): string | null {
  if (!LEGAL_NAME.test(name)) return 'a tool name has 1 to 128 characters of A-Z, a-z, 0-9, _, - and .';
  return Object.hasOwn(plan.catalog.alias, name) ? 'catalog.alias gives this name to another tool' : null;
}

function collision(facts: ToolFacts, same: readonly CatalogTool[]): string {
  const others = same.filter((other) => other.facts !== facts).map((other) => other.facts.server);
  return `server ${others.join(', ')} offers a tool of the same name; use servers.*.tools.rename`;
}

function toolOf(
  { plan, backends, prepare }: CatalogContext,
  facts: ToolFacts,
  { definition, nameSpan, mirror }: ListedTool,
  at: number,
): CatalogTool {
  const name = encode(JSON.stringify(facts.name));
  return Object.freeze({
    facts,
    ...prepare(facts),
    backend: backends[at]!,
    timeoutMs: plan.servers[at]!.timeoutMs,
    mirror,
    definition: concat(splice(definition, [{ span: nameSpan, with: name }])),
  });
}
