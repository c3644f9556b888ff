// What agents want a server to tell: one subscription for each resource, whoever watches it, and one level of its log.
// Specification 2025-11-25, server/resources, "Subscriptions", server/utilities/logging; 2026-07-28, basic/patterns/subscriptions.
import type { LogLevel } from '../contract/news.ts';
import type { Backend } from '../contract/server.ts';
import { ask } from './ask.ts';
import { failureOf } from './failure.ts';
import type { Keep } from './keep.ts';
import type { Link, Peer } from './link.ts';
import { errorText, isRecord } from './message.ts';

/** Milliseconds that a legacy server may take to set its level: a call waits for it. */
const LEVEL_MS = 2000;

type Updated = (uri: string) => void;

export interface WantsOf extends Pick<Backend, 'watch' | 'logFrom'> {
  readonly uris: readonly string[];
  readonly level: LogLevel | null;
  updated(uri: string): void;
  missed(): void;
}

/** What is wanted of one server. `linked` gives its peer and its link. */
export function createWants(linked: () => { readonly peer: Peer; readonly keep: Keep }): WantsOf {
  const watched = new Map<string, Set<Updated>>();
  let level: LogLevel | null = null;
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
    get level() {
      return level;
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
    async logFrom(wanted) {
      if (wanted === level) return;
      level = wanted;
      const { peer, keep } = linked();
      const link = keep.current();
      if (link?.agreement?.era === 'legacy') await sayLevel(peer, link);
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
  };
}

/** Says all that is wanted over a new link to a legacy server. */
export function sayWants(peer: Peer, link: Link): void {
  for (const uri of peer.wants.uris) subscribe(peer, link, uri, true);
  void sayLevel(peer, link);
}

function subscribe(peer: Peer, link: Link, uri: string, wanted: boolean): void {
  const method = wanted ? 'resources/subscribe' : 'resources/unsubscribe';
  void tried(peer, method, ask(peer, link, method, `"uri":${JSON.stringify(uri)}`, peer.timeoutMs));
}

async function sayLevel(peer: Peer, link: Link): Promise<void> {
  const { level } = peer.wants;
  if (level === null || !isRecord(link.agreement?.capabilities.logging)) return;
  const method = 'logging/setLevel';
  const ms = Math.min(LEVEL_MS, peer.timeoutMs);
  await tried(peer, method, ask(peer, link, method, `"level":${JSON.stringify(level)}`, ms));
}

/** Nobody can act on a refusal but the operator. */
async function tried(peer: Peer, method: string, asked: ReturnType<typeof ask>): Promise<void> {
  try {
    const answer = await asked;
    if (answer.errorCode !== null) peer.log(`it refuses ${method}: ${errorText(answer)}`);
  } catch (error) {
    peer.log(`${method} failed: ${failureOf(error).detail}`);
  }
}
