// Messages of a server that come over one stream for all requests: whom each is for.
import type { ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import { binary, concat } from '../protocol/bytes.ts';
import { broken } from './failure.ts';
import type { Peer, Waiter } from './link.ts';
import { idAt, messageIn, notified, replyTo } from './message.ts';
import { NO_ANSWER, type Passing } from './passing.ts';

/** Bytes that one message may have. */
export const MAX_MESSAGE = 32 * 1024 * 1024;

export interface Inbox {
  /** Who waits for the answer to which request. */
  readonly waiting: Map<number, Waiter>;
  /** Takes the bytes of one message. False when they are none. */
  take(bytes: Uint8Array): boolean;
  /** Takes a message of which this much has come. Null: it is to be taken when all of it has. */
  begin(head: Uint8Array): Large | null;
  /** No answer will come any more. */
  fail(why: BackendFailure): void;
}

/** An answer that passes on while it comes. */
interface Large {
  push(bytes: Uint8Array): void;
  end(): void;
}

/** An answer tells at its beginning whose it is, or it is held: nobody else may see a part of it. */
const BEGINNING = /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*(\d{1,15})\s*,/;
const BEGINNING_BYTES = 128;

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
    begin(head) {
      const said = BEGINNING.exec(binary(head, 0, Math.min(head.length, BEGINNING_BYTES)));
      const id = Number(said?.[1]);
      const waiter = waiting.get(id);
      const passing = waiter?.passing?.(id, head) ?? null;
      if (passing === null) return null;
      return large(passing, {
        waits: () => waiting.get(id) === waiter,
        over(answer) {
          waiting.delete(id);
          if (answer === null) waiter!.failed(broken(NO_ANSWER));
          else waiter!.answer(answer);
        },
      });
    },
    fail(why) {
      const all = [...waiting.values()];
      waiting.clear();
      for (const waiter of all) waiter.failed(why);
    },
  };
}

interface Whose {
  /** Somebody still waits for it. */
  waits(): boolean;
  /** It has ended; null: it is none. */
  over(answer: ServerMessage | null): void;
}

/** All calls share the stream: a client that reads slowly holds up nobody. What comes meanwhile waits here, no more than one message may have. */
function large(passing: Passing, { waits, over }: Whose): Large {
  let rest: Uint8Array[] = [];
  let slow = false;
  let ended = false;
  function next(): void {
    slow = false;
    if (!waits()) return;
    const bytes = concat(rest);
    rest = [];
    const passed = passing.push(bytes);
    if (passed === false) over(null);
    else if (passed !== true) {
      slow = true;
      void passed.then(next);
    } else if (ended) over(passing.end());
  }
  next();
  return {
    push(bytes) {
      rest.push(bytes);
      if (!slow) next();
    },
    end() {
      ended = true;
      if (!slow) next();
    },
  };
}
