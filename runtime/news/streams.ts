// The streams of legacy sessions: opened, found again by the ids of their events, forgotten in time.
import type { Environment } from '../contract/environment.ts';
import type { Exchange } from '../contract/http.ts';
import type { SharedSessions } from '../contract/shared.ts';
import { hex } from '../protocol/bytes.ts';
import { Stream } from './stream.ts';

/** Streams that one process keeps; bytes that one holds, and all of them. */
const MOST_STREAMS = 20_000;
const MOST_HELD = 8 * 1024 * 1024;
const MOST_HELD_TOGETHER = 64 * 1024 * 1024;
/** Milliseconds that a stream waits for a client that has gone. */
const KEPT_MS = 60_000;

const EVENT_ID = /^([0-9a-f]{32})_([0-9]{1,9})$/;

export interface Streams {
  /** A stream of that session, written to `exchange`. */
  open(session: string, primed: boolean, exchange: Exchange): Stream;
  /** Goes on after the event with that id; false where none is known of that session. */
  resume(session: string, lastEventId: string, exchange: Exchange): boolean;
  /** Ends all streams of a session, for good. */
  end(session: string): void;
}

export function createStreams(
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
  kept: SharedSessions['streams'],
): Streams {
  /** Streams that cannot be found again, but must be ended. */
  const passing = new Set<Stream>();
  /** Ids of streams that nobody reads any more: those go first. */
  const left = new Set<string>();
  let held = 0;

  function forget(id: string): void {
    const stream = kept!.get(id);
    kept!.delete(id);
    left.delete(id);
    stream?.drop();
  }

  /** Streams that nobody reads go first; of those that are read, only what they held. */
  function bound(): void {
    for (const id of left) if (kept!.size > MOST_STREAMS || held > MOST_HELD_TOGETHER) forget(id);
    for (const id of kept!.keys()) if (kept!.size > MOST_STREAMS) forget(id);
    for (const stream of kept!.values()) if (held > MOST_HELD_TOGETHER) stream.lose();
  }

  function keep(session: string, primed: boolean): Stream {
    const id = hex(random(16));
    let stopTimer = (): void => {};
    const back = (): void => {
      stopTimer();
      left.delete(id);
    };
    const stream = new Stream({
      id,
      session,
      primed,
      most: MOST_HELD,
      grew: (bytes) => {
        held += bytes;
        if (bytes > 0 && held > MOST_HELD_TOGETHER) bound();
      },
      back,
      left() {
        back();
        if (!kept!.has(id)) return;
        left.add(id);
        stopTimer = clock.after(KEPT_MS, () => forget(id));
      },
    });
    kept!.set(id, stream);
    bound();
    return stream;
  }

  function pass(session: string): Stream {
    const nothing = (): void => {};
    const end = (): void => stream.end();
    const stream = new Stream({
      id: null,
      session,
      primed: false,
      most: 0,
      grew: nothing,
      left: end,
      back: nothing,
    });
    passing.add(stream);
    stream.onOver(() => passing.delete(stream));
    return stream;
  }

  return {
    open(session, primed, exchange) {
      const stream = kept === null ? pass(session) : keep(session, primed);
      stream.attach(exchange);
      return stream;
    },
    resume(session, lastEventId, exchange) {
      const [, id = '', after] = EVENT_ID.exec(lastEventId) ?? [];
      const stream = kept?.get(id);
      return stream?.session === session && stream.resume(Number(after), exchange);
    },
    end(session) {
      for (const [id, stream] of [...(kept ?? [])]) if (stream.session === session) forget(id);
      for (const stream of [...passing]) if (stream.session === session) stream.end();
    },
  };
}
