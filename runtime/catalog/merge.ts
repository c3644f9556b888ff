// From the servers' lists to one index of tools and prompts by name: offered, renamed, named, without collisions.
import type { CatalogContext, CatalogItem, CatalogStage } from '../contract/catalog.ts';
import type { CatalogPlan } from '../contract/plan.ts';
import type { Offerings, OfferKind } from '../contract/server.ts';
import { itemMaker } from './items.ts';

/** A name that MCP allows: 2026-07-28, server/tools, "Tool Names". */
const TOOL_NAME = /^[A-Za-z0-9_.-]{1,128}$/;
/** Of prompts it says nothing: what people can read. */
const PROMPT_NAME = /^\P{C}{1,128}$/u;
/** What the APIs of the large models accept of a tool's, in characters. */
const MODEL_NAME = 64;

export type Items = ReadonlyMap<string, CatalogItem>;
export type Hidden = ReturnType<CatalogStage['readiness']>['hidden'][number];

/** All things of a kind by name, in the order of their names. */
export interface Merged {
  readonly tools: Items;
  readonly prompts: Items;
}

/** Notes what is hidden and why, for the log and for `/readyz`. */
export type Hide = (kind: OfferKind, name: string, server: string, reason: string) => void;

const WORDS: Readonly<Record<OfferKind, string>> = {
  tools: 'tool',
  prompts: 'prompt',
  resources: 'resource',
  resourceTemplates: 'resource template',
};

/** Collects what is hidden, and logs it. */
export function hiding(log: (line: string) => void): {
  readonly hide: Hide;
  readonly hidden: readonly Hidden[];
} {
  const hidden: Hidden[] = [];
  const hide: Hide = (kind, name, server, reason) => {
    hidden.push({ kind, name, server, reason });
    log(`${WORDS[kind]} "${name}" of server ${server} is hidden: ${reason}`);
  };
  return { hide, hidden };
}

/** Builds the index anew. Two things of one name are both hidden: without a lock nobody can say which was meant. */
export function merge(context: CatalogContext, offerings: readonly Offerings[], hide: Hide): Merged {
  const { servers, catalog } = context.plan;
  const { log } = context.environment;
  const tools = createOffers();
  const prompts = createOffers();
  offerings.forEach((offered, at) => {
    const server = servers[at]!;
    const make = itemMaker(context, at, offered.tasks);
    const take = (offers: Offers, kind: OfferKind, item: CatalogItem & { facts: { name: string } }): void => {
      const { name } = item.facts;
      const reason = kind === 'tools' ? unfit(name, catalog) : unfitPrompt(name);
      if (reason !== null) return hide(kind, name, server.name, reason);
      if (kind === 'tools' && name.length > MODEL_NAME)
        log(
          `tool "${name}" of server ${server.name} has ${name.length} characters: model APIs refuse more than 64`,
        );
      offers.add(name, item);
    };
    for (const one of offered.tools) if (server.offers(one.name)) take(tools, 'tools', make.tool(one));
    for (const one of offered.prompts) take(prompts, 'prompts', make.prompt(one));
  });
  return {
    tools: tools.alone((same) => clash(hide, 'tools', same, 'use servers.*.tools.rename')),
    prompts: prompts.alone((same) => clash(hide, 'prompts', same, 'use {server} in catalog.name')),
  };
}

/** What servers offer under each name. */
export interface Offers {
  add(name: string, item: CatalogItem): void;
  /** One item for each name; `settle` chooses among several, or hides them and gives undefined. */
  alone(settle: (same: readonly CatalogItem[], name: string) => CatalogItem | undefined): Items;
}

export function createOffers(): Offers {
  const offers = new Map<string, CatalogItem[]>();
  return {
    add: (name, item) => void offers.set(name, [...(offers.get(name) ?? []), item]),
    alone(settle) {
      const items = new Map<string, CatalogItem>();
      for (const name of [...offers.keys()].sort()) {
        const same = offers.get(name)!;
        const one = same.length === 1 ? same[0] : settle(same, name);
        if (one !== undefined) items.set(name, one);
      }
      return items;
    },
  };
}

/** Hides things of one name. */
export function clash(hide: Hide, kind: OfferKind, same: readonly CatalogItem[], remedy: string): undefined {
  for (const { facts, server } of same) {
    const others = same.filter((other) => other.server !== server).map((other) => other.server);
    const name = 'uri' in facts ? facts.uri : facts.name;
    const who = others.join(', ') || server;
    hide(kind, name, server, `server ${who} offers a ${WORDS[kind]} of the same name; ${remedy}`);
  }
}

function unfitPrompt(name: string): string | null {
  return PROMPT_NAME.test(name) ? null : 'a name has 1 to 128 visible characters';
}

function unfit(name: string, { alias = {}, add = {} }: CatalogPlan): string | null {
  if (!TOOL_NAME.test(name)) return 'a name has 1 to 128 characters of A-Z, a-z, 0-9, _, - and .';
  if (Object.hasOwn(add, name)) return 'catalog.add gives this name to a tool of its own';
  return Object.hasOwn(alias, name) ? 'catalog.alias gives this name to another tool' : null;
}
