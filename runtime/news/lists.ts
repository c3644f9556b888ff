// Lists that changed: told only to agents who see something else than before, once for what happens together.
// Specification 2026-07-28, server/tools, "List Changed Notification", and the like for prompts and resources.
import type { CatalogView } from '../contract/catalog.ts';
import type { Agent } from '../contract/identity.ts';
import type { OfferKind } from '../contract/server.ts';
import type { NewsContext } from '../contract/stages.ts';
import { decode } from '../protocol/bytes.ts';

/** Changes of several servers within so many milliseconds are one. */
const TOGETHER_MS = 50;

/** What is said of each kind. Templates have no notification of their own. */
export type ListKind = 'tools' | 'prompts' | 'resources';
const OFFERS: Readonly<Record<ListKind, readonly OfferKind[]>> = {
  tools: ['tools'],
  prompts: ['prompts'],
  resources: ['resources', 'resourceTemplates'],
};

export interface Lists {
  /** Those of which there may be any. */
  readonly kinds: readonly ListKind[];
  /** `changed` runs when the agent sees another list of that kind. Returns what ends that. */
  follow(agent: Agent, changed: (kind: ListKind) => void): () => void;
}

/** All followers of one agent, or of one token of it: what it sees is compared once for all of them. */
interface Follower {
  readonly told: Set<(kind: ListKind) => void>;
  seen: Partial<Record<ListKind, string>>;
}

export function createLists({
  environment,
  catalog,
  kinds: allowed,
}: Pick<NewsContext, 'environment' | 'catalog' | 'kinds'>): Lists {
  const { clock, digest } = environment;
  const followers = new Map<Agent, Follower>();
  const kinds = (Object.keys(OFFERS) as ListKind[]).filter((kind) => allowed.includes(kind));
  let waiting = false;

  function look(agent: Agent, kind: ListKind, found: (seen: string) => void): void {
    const views = OFFERS[kind].map((offer) => catalog.view(offer, agent));
    // Where no server could be listed, nobody can say what changed.
    const known = (all: readonly (CatalogView | null)[]): void => {
      if (!all.includes(null)) found(all.map((view) => digest(decode(view!.json))).join());
    };
    if (views.some((view) => view instanceof Promise)) void Promise.all(views).then(known);
    else known(views as (CatalogView | null)[]);
  }

  function compare(): void {
    waiting = false;
    for (const [agent, follower] of followers)
      for (const kind of kinds)
        look(agent, kind, (seen) => {
          const before = follower.seen[kind];
          follower.seen[kind] = seen;
          if (before !== undefined && before !== seen) for (const tell of [...follower.told]) tell(kind);
        });
  }

  catalog.onChanged(() => {
    if (waiting || followers.size === 0) return;
    waiting = true;
    clock.after(TOGETHER_MS, compare);
  });

  return {
    kinds,
    follow(agent, changed) {
      const known = followers.get(agent);
      const follower: Follower = known ?? { told: new Set(), seen: {} };
      follower.told.add(changed);
      if (known === undefined) {
        followers.set(agent, follower);
        for (const kind of kinds)
          look(agent, kind, (seen) => {
            follower.seen[kind] ??= seen;
          });
      }
      return () => {
        follower.told.delete(changed);
        if (follower.told.size === 0 && followers.get(agent) === follower) followers.delete(agent);
      };
    },
  };
}

/** The notification's method. */
export function changedMethod(kind: ListKind): string {
  return `notifications/${kind}/list_changed`;
}
