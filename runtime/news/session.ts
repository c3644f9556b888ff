// What a legacy session is told on the stream that it opens by GET: lists that changed, resources that it watches.
// Specification 2025-11-25, basic/transports, "Listening for Messages from the Server".
import type { Environment } from '../contract/environment.ts';
import type { RequestSession } from '../contract/gateway.ts';
import type { Exchange } from '../contract/http.ts';
import type { Agent } from '../contract/identity.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { Following, Watches } from '../contract/news.ts';
import type { SharedSessions } from '../contract/shared.ts';
import { notification } from '../protocol/build.ts';
import { decode } from '../protocol/bytes.ts';
import { hears } from './levels.ts';
import { changedMethod, type Lists } from './lists.ts';
import { atEnd, type Stream } from './stream.ts';
import type { Streams } from './streams.ts';

/** Streams by GET that may be open in one process. */
const MOST = 20_000;

export interface Standing {
  /** Opens the stream of a session; one that it had is ended. False where too many are open. */
  open(session: RequestSession, agent: Agent, primed: boolean, exchange: Exchange): boolean;
  /** Writes on the stream of the session; false where it has none. */
  tell(session: string, json: readonly Uint8Array[]): boolean;
  /** Tells a log line to the session of its owner, or to all (undefined), if they asked for such. */
  log(owner: string | undefined, line: ServerMessage): void;
  /** The session has ended, or watches other resources. */
  heard(session: string): void;
  drain(): void;
}

interface Open {
  readonly stream: Stream;
  /** Of what the session watches. */
  readonly following: Following | undefined;
}

export function createStanding(
  { clock }: Pick<Environment, 'clock'>,
  { watched, ended, levels, tell }: SharedSessions,
  streams: Streams,
  lists: Lists,
  watches: Watches | null,
): Standing {
  const open = new Map<string, Open>();

  function begin({ key, expires }: RequestSession, agent: Agent, stream: Stream): Open {
    const tell = (method: string, params: object | null): void =>
      stream.write([notification(method, params === null ? null : JSON.stringify(params))]);
    const following = watches?.follow(
      agent,
      () => watched.get(key) ?? [],
      (uri) => tell('notifications/resources/updated', { uri }),
      key,
    );
    const stopLists = lists.follow(agent, (kind) => tell(changedMethod(kind), null));
    const stopTimer = clock.after(Math.max(0, expires - clock.now()), () => streams.end(key));
    const stopToken = atEnd(clock, agent, () => stream.end());
    stream.onOver(() => {
      if (open.get(key)?.stream === stream) open.delete(key);
      stopTimer();
      stopToken();
      stopLists();
      following?.stop();
    });
    return { stream, following };
  }

  return {
    open(session, agent, primed, exchange) {
      const before = open.get(session.key);
      if (before === undefined && open.size >= MOST) return false;
      before?.stream.drop();
      const stream = streams.open(session.key, primed, exchange);
      open.set(session.key, begin(session, agent, stream));
      return true;
    },
    tell(session, json) {
      const found = open.get(session);
      found?.stream.write(json);
      return found !== undefined;
    },
    log(owner, line) {
      // Its stream may have been opened in another process.
      for (const session of owner ? [owner] : levels.keys())
        if (hears(levels.get(session), line) && !this.tell(session, [line.bytes]))
          tell('told', session, decode(line.bytes));
    },
    heard(session) {
      if (ended.has(session)) {
        levels.delete(session);
        watched.delete(session);
        streams.end(session);
      } else open.get(session)?.following?.again();
    },
    drain() {
      for (const { stream } of [...open.values()]) stream.end();
    },
  };
}
