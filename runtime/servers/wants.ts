// What agents want a server to tell, all of them together: one level of its log, and the resources that somebody watches.
// Specification 2025-11-25, server/utilities/logging.
import type { LogLevel } from '../contract/news.ts';
import type { Backend } from '../contract/server.ts';
import { isRecord } from '../protocol/record.ts';
import type { Keep } from './keep.ts';
import type { Link, Peer } from './link.ts';
import { told } from './told.ts';
import type { Watched, Watching } from './watching.ts';

/** Milliseconds that a legacy server may take to set its level: a call waits for it. */
const LEVEL_MS = 2000;

export interface WantsOf extends Pick<Backend, 'logFrom'> {
  readonly level: LogLevel | null;
  readonly watched: Watched;
}

const nothing = (): void => {};
const UNWATCHED: Watched = {
  uris: [],
  watch: () => nothing,
  updated: nothing,
  missed: nothing,
  say: nothing,
};

/** What is wanted of one server. `linked` gives its peer and its link. */
export function createWants(
  linked: () => { readonly peer: Peer; readonly keep: Keep },
  watching: Watching | undefined,
): WantsOf {
  let level: LogLevel | null = null;
  return {
    watched: watching?.(linked) ?? UNWATCHED,
    get level() {
      return level;
    },
    async logFrom(wanted) {
      if (wanted === level) return;
      level = wanted;
      const { peer, keep } = linked();
      const link = keep.current();
      if (link?.agreement?.era === 'legacy') await sayLevel(peer, link);
    },
  };
}

/** Says all that is wanted over a new link to a legacy server. Resolves when it knows from which level on to log. */
export function sayWants(peer: Peer, link: Link): Promise<void> {
  peer.wants.watched.say(link);
  return sayLevel(peer, link);
}

async function sayLevel(peer: Peer, link: Link): Promise<void> {
  const { level } = peer.wants;
  if (level === null || !isRecord(link.agreement?.capabilities.logging)) return;
  await told(peer, link, 'logging/setLevel', `"level":"${level}"`, Math.min(LEVEL_MS, peer.timeoutMs));
}
