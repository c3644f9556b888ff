// Requests of the gateway's own.
import type { Clock } from '../contract/environment.ts';
import type { ServerMessage } from '../contract/message.ts';
import { BackendError, type BackendFailure } from '../contract/server.ts';
import { request } from '../protocol/build.ts';
import { timedOut } from './failure.ts';
import type { Link, Peer, Waiter } from './link.ts';

/** Waits for the end of what `start` begins, but not for longer than `ms`. Rejects with a BackendError. */
export function within(clock: Clock, ms: number, start: (waiter: Waiter) => () => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const answer = (message?: ServerMessage): void => {
      stopTimer();
      resolve(message);
    };
    const failed = (failure: BackendFailure): void => {
      stopTimer();
      reject(new BackendError(failure));
    };
    const stopTimer = clock.after(ms, () => {
      stop();
      failed(timedOut(ms, true));
    });
    const stop = start({ answer, failed, accepted: answer });
  });
}

/** Members of `subscriptions/listen`, as raw JSON. */
export function listenMembers({
  wants: {
    watched: { uris },
  },
}: Peer): string {
  const lists = '"toolsListChanged":true,"promptsListChanged":true,"resourcesListChanged":true';
  const resources = uris.length === 0 ? '' : `,"resourceSubscriptions":${JSON.stringify(uris)}`;
  return `"notifications":{${lists}${resources}}`;
}

/** Raw JSON of a modern request's params. `members` are raw JSON members, maybe none. */
export function modernParams({ own }: Peer, members: string): string {
  return `{"_meta":{${own}}${members === '' ? '' : `,${members}`}}`;
}

/** Asks and waits for the answer, an error included. `members` of params are raw JSON. Rejects with a BackendError. */
export function ask(
  peer: Peer,
  link: Link,
  method: string,
  members: string,
  ms: number,
): Promise<ServerMessage> {
  const id = peer.nextId();
  const legacy = method === 'initialize' || link.agreement?.era === 'legacy';
  const json = [request(String(id), method, legacy ? `{${members}}` : modernParams(peer, members))];
  return within(peer.clock, ms, (waiter) =>
    link.send({ id, method, json, call: null }, waiter),
  ) as Promise<ServerMessage>;
}
