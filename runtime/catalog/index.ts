// The one catalog: what every server offers, under one set of names, and what each agent sees of it.
import type { Agent } from '../contract/identity.ts';
import type { CatalogContext, CatalogStage, CatalogTool, CatalogView } from '../contract/stages.ts';
import { createListing, type Listing } from './listing.ts';
import { mergeTools } from './merge.ts';
import { createViews } from './view.ts';

/** How long a question waits for servers that have never been listed, in milliseconds. */
const FIRST_LIST_MS = 5_000;

interface Index {
  readonly tools: ReadonlyMap<string, CatalogTool>;
  readonly hidden: ReturnType<CatalogStage['readiness']>['hidden'];
}

/** The stage that knows the tools. It asks servers in the background; a call of a known tool never waits. */
export function catalogStage(context: CatalogContext): CatalogStage {
  const { plan, environment } = context;
  const listings = context.backends.map((backend) => createListing(backend, environment, rebuild));
  const views = createViews();
  const alias = new Map(Object.entries(plan.catalog.alias));
  let index: Index = { tools: new Map(), hidden: [] };

  function rebuild(): void {
    index = mergeTools(context, listings);
    views.renew([...index.tools.values()]);
  }

  function named(name: string): CatalogTool | undefined {
    return index.tools.get(alias.get(name) ?? name);
  }

  /** Resolves when every server has been listed once or has failed once; not later than FIRST_LIST_MS. */
  function firstLists(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = environment.clock.after(FIRST_LIST_MS, resolve);
      Promise.all(listings.map((listing) => listing.first())).then(() => {
        cancel();
        resolve();
      });
    });
  }

  function view(agent: Agent): CatalogView {
    for (const listing of listings) listing.refreshIfStale();
    return views.of(agent, freshFor(listings));
  }

  return {
    start: () => {
      for (const listing of listings) listing.refresh();
    },
    find: (name) => {
      const tool = named(name);
      if (tool !== undefined || !listings.some(unseen)) return tool;
      return firstLists().then(() => named(name));
    },
    view: (agent) => (listings.some(unseen) ? firstLists().then(() => view(agent)) : view(agent)),
    readiness: () => ({
      servers: Object.fromEntries(listings.map((listing) => [listing.backend.name, listing.report()])),
      hidden: index.hidden,
    }),
    close: () => {
      for (const listing of listings) listing.close();
    },
  };
}

function unseen(listing: Listing): boolean {
  return listing.pendingFirst();
}

/** The shortest time that any server's list stays fresh. */
function freshFor(listings: readonly Listing[]): number {
  return listings.reduce(
    (shortest, listing) => Math.min(shortest, listing.freshMs()),
    Number.POSITIVE_INFINITY,
  );
}
