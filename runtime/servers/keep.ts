// The one link to a server: opened when it is needed, dropped when it ends or proves wrong, opened anew.
import { BackendError, type BackendFailure, type BackendStatus } from '../contract/server.ts';
import { failureOf, told, unreachable } from './failure.ts';
import { shakeHands } from './handshake.ts';
import type { Link, Peer, Transport } from './link.ts';

export interface Keep {
  status(): BackendStatus;
  /** The link, or null as long as there is none that hands were shaken over. */
  current(): Link | null;
  /** A link. `listing`: to list tools, and then also in a pause. Rejects with a BackendError. */
  ready(listing: boolean): Promise<Link>;
  /** Drops a link, if it is still the current one. */
  lost(link: Link, reason: string): void;
  close(): Promise<void>;
}

/** A link that is only there for who watches is opened again after so many milliseconds. */
const WATCHED_MS = 1000;

/** Keeps one link. Nothing is opened before `ready`. */
export function keepLink(peer: Peer, transport: Transport): Keep {
  const { clock } = peer;
  let link: Link | null = null;
  let opening: Promise<Link> | null = null;
  let opened = 0;
  let since = 0;
  /** Why there is no link, and until when that is the answer. */
  let failure: BackendFailure | null = null;
  let pausedUntil = 0;
  let probe = true;
  let closed = false;
  let stopTimer = (): void => {};

  const current = (): Link | null => (opening === null ? link : null);

  async function ready(listing: boolean): Promise<Link> {
    if (opening !== null) return opening;
    if (link !== null) return link;
    const paused = clock.monotonic() < pausedUntil && (transport.restarts || !listing);
    if (failure !== null && (closed || paused)) throw new BackendError(failure);
    opening = open(listing);
    return opening;
  }

  async function open(listing: boolean): Promise<Link> {
    let made: Link;
    stopTimer();
    try {
      made = await shake(null);
    } catch (error) {
      // Some children end when they are sent what they do not know, others only know that.
      if (transport.restarts) probe = !probe;
      opening = null;
      // Only the handshake was sent: no call.
      const why = told(peer, { ...failureOf(error), begun: false, sent: false });
      down(why, null);
      throw new BackendError(why);
    }
    opening = null;
    failure = null;
    since = clock.monotonic();
    // A server that came back may have other tools. Who lists them needs no telling.
    if (++opened > 1) {
      if (!listing) peer.changed();
      peer.wants.watched.missed();
    }
    return made;
  }

  /** A link that hands were shaken over. `first`: why they could not be, by another way of the transport. */
  async function shake(first: BackendFailure | null): Promise<Link> {
    let made: Link | null = null;
    try {
      made = transport.open((reason) => lost(made, reason));
      link = made;
      await shakeHands(peer, made, transport.startMs, probe);
      if (link !== made) throw new BackendError(unreachable('it ended right after the handshake'));
      return made;
    } catch (error) {
      await made?.close(false);
      const why = failureOf(error);
      if (!closed && transport.otherwise?.(why)) return shake(why);
      throw first === null ? error : new BackendError({ ...first, detail: `${first.detail}; ${why.detail}` });
    }
  }

  function lost(gone: Link | null, reason: string): void {
    if (link !== gone || gone === null) return;
    link = null;
    if (opening !== null) return;
    void gone.close(true);
    down(unreachable(reason), clock.monotonic() - since);
  }

  function down(why: BackendFailure, livedMs: number | null): void {
    link = null;
    if (closed) return;
    failure = told(peer, why);
    const ms = transport.pause(failure.detail, livedMs);
    pausedUntil = clock.monotonic() + ms;
    if (transport.restarts) stopTimer = clock.after(ms, restart);
    // Who watches is told only over a link: nobody else may come who needs one.
    else if (peer.wants.watched.uris.length > 0) stopTimer = clock.after(Math.max(ms, WATCHED_MS), restart);
  }

  function restart(): void {
    opening = open(false);
    opening.catch(() => {});
  }

  return {
    status: () =>
      current() !== null
        ? { state: 'up' }
        : failure === null
          ? { state: 'starting' }
          : { state: 'down', reason: failure.detail },
    current,
    ready,
    lost,
    async close() {
      const last = link;
      link = null;
      closed = true;
      failure = unreachable('the gateway is closing');
      stopTimer();
      await last?.close(false);
    },
  };
}
