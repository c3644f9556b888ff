// The one catalog: what every server offers, under one set of names, and what each agent sees of it.
import type {
  Abilities,
  CatalogContext,
  CatalogItem,
  CatalogStage,
  CatalogView,
  ResourceIndex,
  Subject,
  TaskAbilities,
} from '../contract/catalog.ts';
import type { Agent } from '../contract/identity.ts';
import type { OfferKind } from '../contract/server.ts';
import { merged } from '../protocol/extensions.ts';
import { createListing, LEAST_TTL_MS, type Listing, MOST_TTL_MS } from './listing.ts';
import { hiding, merge } from './merge.ts';
import { type Seen, see } from './view.ts';

/** How long a question waits for servers that have never been listed, in milliseconds. */
const FIRST_LIST_MS = 5_000;
/** How long a request waits, in milliseconds, for a thing that no server is known to have, while one is still being read. */
export const UNKNOWN_MS = 1_000;

type Views = Partial<Record<OfferKind, Seen>>;

/** The stage that knows what there is. It asks servers in the background; a call of a known tool never waits. */
export function catalogStage(context: CatalogContext): CatalogStage {
  const { plan, environment } = context;
  const listings = context.backends.map((backend) =>
    createListing(backend, context.kinds, environment, rebuild),
  );
  const alias = new Map(Object.entries(plan.catalog.alias));
  let index = indexed(context, []);
  let views = new WeakMap<Agent, Views>();
  let nextLook = 0;
  let waited = false;
  const listeners: (() => void)[] = [];

  function rebuild(): void {
    index = indexed(context, listings);
    views = new WeakMap();
    for (const changed of listeners) changed();
  }

  /** Lists that have grown old are asked for again, while what is kept is served. */
  function freshen(): void {
    const now = environment.clock.monotonic();
    if (now < nextLook) return;
    nextLook = now + LEAST_TTL_MS;
    for (const listing of listings) listing.refreshIfStale();
  }

  function named(subject: Subject, name: string): CatalogItem | undefined {
    if (subject === 'tool') return index.tools.get(alias.get(name) ?? name);
    return subject === 'prompt' ? index.prompts.get(name) : index.find(name);
  }

  function seen(kind: OfferKind, agent: Agent): Seen {
    const known = views.get(agent) ?? {};
    views.set(agent, known);
    known[kind] ??= see([...index[kind].values()], agent);
    return known[kind];
  }

  /** Servers that could not be read yet. */
  function unread(): readonly string[] {
    return listings.filter((listing) => listing.unknown()).map(({ backend }) => backend.name);
  }

  function view(kind: OfferKind, agent: Agent): CatalogView | null {
    freshen();
    const missing = unread();
    if (listings.length > 0 && missing.length === listings.length) return null;
    const ttlMs = Math.min(MOST_TTL_MS, ...listings.map((listing) => listing.freshMs()));
    return { ...seen(kind, agent), ttlMs, missing };
  }

  function abilities(agent: Agent): Abilities {
    const kinds = {
      tools: seen('tools', agent).servers,
      prompts: seen('prompts', agent).servers,
      resources: seen('resources', agent).servers,
      resourceTemplates: seen('resourceTemplates', agent).servers,
    };
    const used = listings.filter(({ backend }) =>
      Object.values(kinds).some((servers) => servers.has(backend.name)),
    );
    /** Of what is in `some`, or of templates. */
    const offered = (what: 'completions' | 'updates', some: ReadonlySet<string>): boolean =>
      used.some(
        ({ offers, backend: { name } }) =>
          offers()[what] && (some.has(name) || kinds.resourceTemplates.has(name)),
      );
    return {
      kinds: {
        tools: kinds.tools.size > 0,
        prompts: kinds.prompts.size > 0,
        resources: kinds.resources.size > 0,
        resourceTemplates: kinds.resourceTemplates.size > 0,
      },
      completions: offered('completions', kinds.prompts),
      logs: used.some((listing) => listing.offers().logs),
      updates: offered('updates', kinds.resources),
      tasks: tasksOf([...index.tools.values()].filter(({ judge }) => judge.visible(agent))),
      extensions: merged(used.map((listing) => listing.offers().extensions)),
      experimental: merged(used.map((listing) => listing.offers().experimental)),
      // As they were reviewed, where they were.
      instructions: used.flatMap((listing) => index.instructions[listings.indexOf(listing)] ?? []),
    };
  }

  /** Resolves when every server has been listed once or has failed once; not later than after `ms`. */
  function firstLists(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = environment.clock.after(ms, resolve);
      Promise.all(listings.map((listing) => listing.first)).then(() => {
        cancel();
        resolve();
      });
    });
  }

  /** `ask` at once, unless a server has not been listed yet. */
  function listed<Value>(ms: number, ask: () => Value): Value | Promise<Value> {
    return listings.some(unseen) ? firstLists(ms).then(ask) : ask();
  }

  /** The same for lists: once all servers have had their time, a slow one holds up no list. */
  function inTime<Value>(ask: () => Value): Value | Promise<Value> {
    return waited ? ask() : listed(FIRST_LIST_MS, ask);
  }

  return {
    start() {
      for (const listing of listings) listing.refresh();
      return firstLists(FIRST_LIST_MS).then(() => {
        waited = true;
      });
    },
    find(subject, name) {
      freshen();
      return named(subject, name) ?? listed(UNKNOWN_MS, () => named(subject, name));
    },
    template: (text) => index.template(text),
    view: (kind, agent) => inTime(() => view(kind, agent)),
    abilities: (agent) => inTime(() => abilities(agent)),
    updates: (item) => listings.some(({ backend, offers }) => backend === item.backend && offers().updates),
    onChanged: (changed) => void listeners.push(changed),
    readiness: () => ({
      servers: Object.fromEntries(listings.map((listing) => [listing.backend.name, listing.report()])),
      hidden: index.hidden,
      drifted: context.lock?.drifted(),
    }),
    dead() {
      const missing = unread();
      return missing.length > 0 && missing.length === listings.length ? missing : null;
    },
    why: (name) => index.hidden.find((one) => one.name === name)?.reason,
    close() {
      for (const listing of listings) listing.close();
    },
  };
}

function indexed(context: CatalogContext, listings: readonly Listing[]) {
  const { hide, hidden } = hiding(context.environment.log);
  const listed = listings.map((listing) => listing.offers());
  const offers = context.lock?.review(context, listed, hide) ?? listed;
  const resources = context.resources?.(context, offers, hide) ?? NO_RESOURCES;
  const merged = merge(context, offers, hide);
  const tools = context.added?.(context, merged.tools, { hide, hidden }) ?? merged.tools;
  const instructions = offers.map((offered) => offered.instructions);
  return { ...merged, tools, ...resources, instructions, hidden };
}

const NO_RESOURCES: ResourceIndex = {
  resources: [],
  resourceTemplates: [],
  find: () => undefined,
  template: () => undefined,
};

/** What of tasks these tools carry: a modern client is told of any, a legacy one of those that can be called so. */
function tasksOf(tools: readonly CatalogItem[]): TaskAbilities | null {
  const kept = tools.flatMap(({ tasks }) => tasks ?? []);
  const legacy = kept.filter(({ form, support }) => form === 'legacy' && support !== 'forbidden');
  if (legacy.length === 0 && !kept.some(({ form }) => form === 'modern')) return null;
  return { legacy: legacy.length === 0 ? null : { cancel: legacy.some(({ cancel }) => cancel) } };
}

function unseen(listing: Listing): boolean {
  return listing.pendingFirst();
}
