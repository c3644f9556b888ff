// From the servers' lists to one index by catalog name: offered, renamed, named, labelled, without collisions.
import type { ServerPlan } from '../contract/plan.ts';
import type { ListedTool } from '../contract/server.ts';
import type { CatalogContext, CatalogStage, CatalogTool } from '../contract/stages.ts';
import type { ToolAnnotations, ToolFacts } from '../contract/tool.ts';
import { concat, encode } from '../protocol/bytes.ts';
import { splice } from '../protocol/splice.ts';
import type { Listing } from './listing.ts';

/** A name that MCP allows: 2026-07-28, server/tools, "Tool Names". */
const LEGAL_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

type Hidden = ReturnType<CatalogStage['readiness']>['hidden'][number];

interface Offer {
  readonly facts: ToolFacts;
  readonly listed: ListedTool;
  readonly server: number;
}

/** Builds the index anew. Two tools of one name are both hidden: without a lock nobody can say which was meant. */
export function mergeTools(
  context: CatalogContext,
  listings: readonly Listing[],
): { tools: ReadonlyMap<string, CatalogTool>; hidden: readonly Hidden[] } {
  const offers = new Map<string, Offer[]>();
  const hidden: Hidden[] = [];
  listings.forEach((listing, server) => {
    for (const offer of offersOf(context, server, listing.tools())) {
      const name = offer.facts.name;
      const reason = unfit(context, name);
      if (reason !== null) hidden.push({ tool: name, server: offer.facts.server, reason });
      else offers.set(name, [...(offers.get(name) ?? []), offer]);
    }
  });
  const tools = new Map<string, CatalogTool>();
  for (const name of [...offers.keys()].sort()) {
    const same = offers.get(name)!;
    if (same.length === 1) tools.set(name, toolOf(context, same[0]!));
    else hidden.push(...same.map((offer) => collision(offer, same)));
  }
  for (const { tool, server, reason } of hidden)
    context.environment.log(`tool "${tool}" of server ${server} is hidden: ${reason}`);
  return { tools, hidden };
}

function* offersOf(context: CatalogContext, server: number, tools: readonly ListedTool[]): Iterable<Offer> {
  const plan = context.plan.servers[server]!;
  for (const listed of tools) {
    if (!plan.offers(listed.name)) continue;
    yield { facts: factsOf(plan, listed, context.plan.catalog.name), listed, server };
  }
}

function factsOf(
  server: ServerPlan,
  listed: ListedTool,
  nameOf: (server: string, tool: string) => string,
): ToolFacts {
  const renamed = own(server.rename, listed.name) ?? listed.name;
  const annotations = annotationsOf(listed.parsed.annotations);
  const title = typeof listed.parsed.title === 'string' ? listed.parsed.title : annotations.title;
  return Object.freeze({
    name: nameOf(server.name, renamed),
    original: listed.name,
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
  const given = isObject(value) ? value : {};
  return Object.freeze({
    title: typeof given.title === 'string' ? given.title : '',
    readOnlyHint: given.readOnlyHint === true,
    destructiveHint:
      given.destructiveHint === undefined ? given.readOnlyHint !== true : given.destructiveHint !== false,
    idempotentHint: given.idempotentHint === true,
    openWorldHint: given.openWorldHint !== false,
  });
}

function unfit(context: CatalogContext, name: string): string | null {
  if (!LEGAL_NAME.test(name)) return 'a tool name has 1 to 128 characters of A–Z, a–z, 0–9, _, - and .';
  if (own(context.plan.catalog.alias, name) !== undefined)
    return 'catalog.alias gives this name to another tool';
  return null;
}

function collision(offer: Offer, same: readonly Offer[]): Hidden {
  const others = same.filter((other) => other !== offer).map((other) => other.facts.server);
  const reason = `server ${others.join(', ')} offers a tool of the same name; use servers.*.tools.rename`;
  return { tool: offer.facts.name, server: offer.facts.server, reason };
}

function toolOf(context: CatalogContext, { facts, listed, server }: Offer): CatalogTool {
  const name = encode(JSON.stringify(facts.name));
  return Object.freeze({
    facts,
    ...context.prepare(facts),
    backend: context.backends[server]!,
    timeoutMs: context.plan.servers[server]!.timeoutMs,
    mirror: listed.mirror,
    definition: concat(splice(listed.definition, [{ span: listed.nameSpan, with: name }])),
  });
}

function own(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
