// Messages of a server that come over one stream for all requests: whom each is for.
import type { ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import type { Peer, Waiter } from './link.ts';
import { idAt, messageIn, notified, replyTo } from './message.ts';

/** Bytes that one message may have. */
export const MAX_MESSAGE = 32 * 1024 * 1024;

export interface Inbox {
  /** Who waits for the answer to which request. */
  readonly waiting: Map<number, Waiter>;
  /** Takes the bytes of one message. False when they are none. */
  take(bytes: Uint8Array): boolean;
  /** No answer will come any more. */
  fail(why: BackendFailure): void;
}

/** @param reply sends the answer to a request of the server. */
export function createInbox(peer: Peer, reply: (json: Uint8Array) => void): Inbox {
  const waiting = new Map<number, Waiter>();

  /** Who a request or a log line of the server belongs to: it does not say, so it is known only while one call is under way. */
  function theOne(): Waiter | null {
    const calls = [...waiting.values()].filter(({ asked }) => asked !== undefined);
    return calls.length === 1 ? calls[0]! : null;
  }

  function answered(message: ServerMessage): void {
    const id = idAt(message, message.id);
    const waiter = waiting.get(id);
    waiting.delete(id);
    // Late answers to what was given up are usual.
    waiter?.answer(message);
  }

  return {
    waiting,
    take(bytes) {
      const message = messageIn(bytes);
      if (message === null) return false;
      if (message.kind === 'notification') notified(peer, waiting, theOne(), message);
      else if (message.kind === 'request') replyTo(message, theOne(), reply);
      else answered(message);
      return true;
    },
    fail(why) {
      const all = [...waiting.values()];
      waiting.clear();
      for (const waiter of all) waiter.failed(why);
    },
  };
}
