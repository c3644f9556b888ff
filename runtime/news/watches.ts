// Resources that were updated: told to agents who watch them and may see them.
// Specification 2025-11-25, server/resources, "Subscriptions"; 2026-07-28, basic/patterns/subscriptions.
import type { Agent } from '../contract/identity.ts';
import type { CatalogItem, NewsContext } from '../contract/stages.ts';

/** Resources that one session or one stream may watch. */
export const MOST_WATCHED = 1000;

export interface Watches {
  /** Whether there is a resource for this agent of which its server tells. */
  can(uri: string, agent: Agent): boolean | Promise<boolean>;
  /** `updated` runs with the URI of what was updated. Returns what ends that. */
  follow(agent: Agent, uri: string, updated: (uri: string) => void): () => void;
}

export function createWatches({ catalog }: Pick<NewsContext, 'catalog'>): Watches {
  const visible = (item: CatalogItem | undefined, agent: Agent): boolean =>
    item?.judge.visible(agent) === true;

  /** Goes on at once with what is known at once. */
  function found<Value>(uri: string, next: (item: CatalogItem | undefined) => Value): Value | Promise<Value> {
    const item = catalog.find('resource', uri);
    return item instanceof Promise ? item.then(next) : next(item);
  }

  return {
    can: (uri, agent) => found(uri, (item) => visible(item, agent) && catalog.updates(item!)),
    follow(agent, uri, updated) {
      let ended = false;
      let stop = (): void => {};
      void found(uri, (item) => {
        if (ended || item === undefined || !visible(item, agent)) return;
        stop = item.backend.watch(uri, (which) => {
          // Its server may name one below it: that one, too, must be the agent's to see, and the same server's.
          void found(which, (one) => {
            if (!ended && visible(one, agent) && one!.backend === item.backend) updated(which);
          });
        });
      });
      return () => {
        ended = true;
        stop();
      };
    },
  };
}
