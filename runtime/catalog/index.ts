// The one catalog: what every server offers, under one set of names, and what each agent sees of it.
import type { Agent } from '../contract/identity.ts';
import type { CatalogContext, CatalogStage, CatalogTool, CatalogView } from '../contract/stages.ts';
import { createListing, LEAST_TTL_MS, type Listing, MOST_TTL_MS } from './listing.ts';
import { mergeTools } from './merge.ts';
import { type Seen, see } from './view.ts';

/** How long a question waits for servers that have never been listed, in milliseconds. */
const FIRST_LIST_MS = 5_000;

/** The stage that knows the tools. It asks servers in the background; a call of a known tool never waits. */
export function catalogStage(context: CatalogContext): CatalogStage {
  const { plan, environment } = context;
  const listings = context.backends.map((backend) => createListing(backend, environment, rebuild));
  const alias = new Map(Object.entries(plan.catalog.alias));
  let { tools, hidden } = mergeTools(context, []);
  let views = new WeakMap<Agent, Seen>();
  let nextLook = 0;

  function rebuild(): void {
    ({ tools, hidden } = mergeTools(context, listings));
    views = new WeakMap();
  }

  /** Lists that have grown old are asked for again, while what is kept is served. */
  function freshen(): void {
    const now = environment.clock.monotonic();
    if (now < nextLook) return;
    nextLook = now + LEAST_TTL_MS;
    for (const listing of listings) listing.refreshIfStale();
  }

  function named(name: string): CatalogTool | undefined {
    return tools.get(alias.get(name) ?? name);
  }

  function view(agent: Agent): CatalogView {
    freshen();
    const seen = views.get(agent) ?? see([...tools.values()], agent);
    views.set(agent, seen);
    return { ...seen, ttlMs: Math.min(MOST_TTL_MS, ...listings.map((listing) => listing.freshMs())) };
  }

  /** Resolves when every server has been listed once or has failed once; not later than FIRST_LIST_MS. */
  function firstLists(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = environment.clock.after(FIRST_LIST_MS, resolve);
      Promise.all(listings.map((listing) => listing.first)).then(() => {
        cancel();
        resolve();
      });
    });
  }

  return {
    start() {
      for (const listing of listings) listing.refresh();
      return firstLists();
    },
    find(name) {
      freshen();
      const tool = named(name);
      return tool !== undefined || !listings.some(unseen) ? tool : firstLists().then(() => named(name));
    },
    view: (agent) => (listings.some(unseen) ? firstLists().then(() => view(agent)) : view(agent)),
    readiness: () => ({
      servers: Object.fromEntries(listings.map((listing) => [listing.backend.name, listing.report()])),
      hidden,
    }),
    close() {
      for (const listing of listings) listing.close();
    },
  };
}

function unseen(listing: Listing): boolean {
  return listing.pendingFirst();
}
