// Resources of one server that somebody watches: one subscription for each, whoever watches it. Only where an allow speaks of any.
// Specification 2025-11-25, server/resources, "Subscriptions"; 2026-07-28, basic/patterns/subscriptions.
import type { Keep } from './keep.ts';
import type { Link, Peer } from './link.ts';
import { told } from './told.ts';

type Updated = (uri: string) => void;

/** What is watched of one server. */
export interface Watched {
  watch(uri: string, updated: Updated): () => void;
  readonly uris: readonly string[];
  /** It says that a resource was updated. */
  readonly updated: Updated;
  /** What it said may have been missed. */
  readonly missed: () => void;
  /** Says all that is watched over a new link to a legacy server. */
  readonly say: (link: Link) => void;
}

/** `linked` gives the server's peer and its link. */
export type Watching = (linked: () => { readonly peer: Peer; readonly keep: Keep }) => Watched;

export const createWatching: Watching = (linked) => {
  const watched = new Map<string, Set<Updated>>();
  let listening = false;

  /** Many changes of one turn are one listening anew. */
  function listenAgain(): void {
    if (listening) return;
    listening = true;
    queueMicrotask(() => {
      listening = false;
      linked().keep.current()?.listenAgain();
    });
  }

  function say(uri: string, wanted: boolean): void {
    const { peer, keep } = linked();
    const link = keep.current();
    if (link === null) {
      // Whoever opens the link says all that is wanted then.
      if (wanted) keep.ready(true).catch(() => {});
    } else if (link.agreement?.era === 'legacy') subscribe(peer, link, uri, wanted);
    else listenAgain();
  }

  return {
    get uris() {
      return [...watched.keys()];
    },
    watch(uri, updated) {
      const all = watched.get(uri) ?? new Set();
      all.add(updated);
      if (all.size === 1) {
        watched.set(uri, all);
        say(uri, true);
      }
      return () => {
        if (!all.delete(updated) || all.size > 0) return;
        watched.delete(uri);
        say(uri, false);
      };
    },
    updated(uri) {
      // A resource below one that is watched may be named (2025-11-25, schema, ResourceUpdatedNotification).
      for (const [one, all] of watched)
        if (uri === one || uri.startsWith(one.endsWith('/') ? one : `${one}/`))
          for (const updated of [...all]) updated(uri);
    },
    missed() {
      for (const [uri, all] of watched) for (const updated of [...all]) updated(uri);
    },
    say(link) {
      for (const uri of watched.keys()) subscribe(linked().peer, link, uri, true);
    },
  };
};

function subscribe(peer: Peer, link: Link, uri: string, wanted: boolean): void {
  const method = wanted ? 'resources/subscribe' : 'resources/unsubscribe';
  void told(peer, link, method, `"uri":${JSON.stringify(uri)}`, peer.timeoutMs);
}
