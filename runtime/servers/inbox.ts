// Messages of a server that come over one stream for all requests: whom each is for.
import type { ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import { messagesOf } from '../protocol/batch.ts';
import { binary } from '../protocol/bytes.ts';
import { broken, failure } from './failure.ts';
import { type Large, large } from './large.ts';
import type { Peer, Request, Waiter } from './link.ts';
import { idAt, messageIn, notified, parsed, requested, valueAt } from './message.ts';
import { NO_ANSWER } from './passing.ts';
import { createWhose } from './whose.ts';

/** Bytes that one message may have. */
export const MAX_MESSAGE = 32 * 1024 * 1024;

export interface Inbox {
  /** Who waits for the answer to which request. */
  readonly waiting: Map<number, Waiter>;
  /** `waiter` waits for the answer to a request, in `call` if that is one. */
  wait(request: Pick<Request, 'id' | 'call'>, waiter: Waiter): void;
  /** Nobody waits for this answer any more, and it will not come. False where nobody did. */
  forget(id: number): boolean;
  /** Nobody waits for it any more, though it may still come. */
  leave(id: number): boolean;
  /** Takes the bytes of one message. False when they are none. */
  take(bytes: Uint8Array): boolean;
  /** Takes a message of which this much has come. Null: it is to be taken when all of it has. */
  begin(head: Uint8Array): Large | null;
  /** No answer will come any more. */
  fail(why: BackendFailure): void;
}

/** An answer that tells at its beginning whose it is. */
const BEGINNING = /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*(\d{1,15})\s*,/;
const BEGINNING_BYTES = 128;

/** Answers that may still come without anybody waiting, by their ids. */
const MOST_LEFT = 1000;

/** @param reply sends the answer to a request of the server. */
/** @param batched whether the server may send several messages as one */
export function createInbox(peer: Peer, reply: (json: Uint8Array) => void, batched: () => boolean): Inbox {
  const waiting = new Map<number, Waiter>();
  const left = new Set<number>();
  const whose = createWhose(peer.clock);

  /**
   * Whose an answer is that begins now and tells so at its end, as those of the official SDK for TypeScript do: known only
   * where no other one can come. Nobody else may see a part of it.
   */
  function only(): number {
    const could = [...waiting].filter(([, { tellsNothing }]) => tellsNothing !== true);
    return could.length === 1 && left.size === 0 ? could[0]![0] : Number.NaN;
  }

  function answered(message: ServerMessage): void {
    const id = idAt(message, message.id);
    const waiter = waiting.get(id);
    forget(id);
    // Late answers to what was given up are usual.
    left.delete(id);
    waiter?.answer(message);
  }

  function forget(id: number, givenUp = false): boolean {
    const waiter = waiting.get(id);
    if (waiter !== undefined) {
      peer.asking?.end(waiter);
      whose.end(waiter, givenUp);
    }
    return waiting.delete(id);
  }

  function leave(id: number): boolean {
    // Once there are too many to be remembered, one that is none keeps the place.
    if (waiting.has(id)) left.add(left.size < MOST_LEFT ? id : Number.NaN);
    return forget(id, true);
  }

  /** A modern server takes back what it was asked to tell of, and nothing else (2026-07-28, basic/patterns/cancellation). */
  function torn({ bytes, method, params }: ServerMessage): void {
    if (method !== 'notifications/cancelled' || params === null) return;
    const id = Number(valueAt(parsed({ bytes }), 'params', 'requestId'));
    const waiter = waiting.get(id);
    if (waiter?.tellsNothing !== true) return;
    forget(id);
    waiter.failed(failure('reset', 'it ended what it was asked to tell', true));
  }

  function takeOne(message: ServerMessage | null): boolean {
    if (message === null) return false;
    if (message.kind === 'notification') {
      torn(message);
      notified(peer, waiting, whose.the(), message);
    } else if (message.kind === 'request') requested(peer, null, message, reply);
    else answered(message);
    return true;
  }

  function take(bytes: Uint8Array): boolean {
    const message = messageIn(bytes);
    const batch = message === null && batched() ? messagesOf(bytes) : null;
    return batch === null ? takeOne(message) : batch.every((one) => takeOne(messageIn(one)));
  }

  return {
    waiting,
    wait({ id, call }, waiter) {
      waiting.set(id, waiter);
      if (call !== null) whose.begin(waiter, call);
      if (call?.capabilities !== undefined) peer.asking?.begin(waiter);
    },
    forget,
    leave,
    take,
    begin(head) {
      const said = BEGINNING.exec(binary(head, 0, Math.min(head.length, BEGINNING_BYTES)));
      const id = said === null ? only() : Number(said[1]);
      const waiter = waiting.get(id);
      const passing = waiter?.passing?.(id, head) ?? null;
      if (passing === null) return null;
      return large(passing, (answer) => {
        if (answer !== null) left.delete(id);
        const waits = answer === null ? leave(id) : forget(id);
        if (!waits) return;
        if (answer === null) waiter!.failed(broken(NO_ANSWER));
        else waiter!.answer(answer);
      });
    },
    fail(why) {
      const all = [...waiting];
      for (const [id] of all) forget(id);
      for (const [, waiter] of all) waiter.failed(why);
    },
  };
}
