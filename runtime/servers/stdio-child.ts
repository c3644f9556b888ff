// One running child and the messages over its pipes. All calls share it: an answer is told by its id.
import type { Child, ChildHandler } from '../contract/environment.ts';
import type { ServerMessage } from '../contract/message.ts';
import { BackendError } from '../contract/server.ts';
import { request } from '../protocol/build.ts';
import { createLineReader } from '../protocol/lines.ts';
import { singleLine } from '../protocol/outbound.ts';
import { LISTEN, modernParams } from './ask.ts';
import { failure, unreachable } from './failure.ts';
import type { Agreement, Link, Peer, Request, Waiter } from './link.ts';
import { cancelled, idAt, messageIn, notified, replyTo } from './message.ts';

/** Bytes that one message of the child may have. */
const MAX_LINE = 32 * 1024 * 1024;
/** Before a subscription that the child ended is asked for once more. */
const LISTEN_AGAIN_MS = 30_000;
const UNREAD = 'it does not read its input';

/** Starts a child. `log` takes lines of its standard error, and about what it wrote wrongly. */
export function openChild(
  peer: Peer,
  start: (handler: ChildHandler) => Child,
  log: (line: string) => void,
  lost: (reason: string) => void,
): Link {
  const waiting = new Map<number, Waiter>();
  let agreement: Agreement | null = null;
  let gone: string | null = null;
  const lines = createLineReader(take, MAX_LINE);
  const child = start({
    stdout(chunk) {
      if (lines.push(chunk)) return;
      log(`wrote a line of more than ${MAX_LINE} bytes and is stopped`);
      void child.stop();
    },
    stderr: log,
    exit,
  });

  function exit(detail: string): void {
    gone = detail;
    const why = agreement === null ? unreachable(detail) : failure('reset', detail, true);
    for (const waiter of waiting.values()) waiter.failed(why);
    waiting.clear();
    lost(detail);
  }

  /** One line of the child. What is no message is left out: many programs greet on standard output. */
  function take(line: Uint8Array): void {
    if (line.length === 0) return;
    const message = messageIn(line);
    if (message === null) log('wrote a line that is no JSON-RPC message');
    else if (message.kind === 'notification') notified(peer, waiting, message);
    else if (message.kind === 'request') replyTo(message, theOne(), (json) => void write([json]));
    else answered(message);
  }

  /** Who a request of the child belongs to: it does not say, so it is known only while one call is under way. */
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

  function write(json: readonly Uint8Array[]): boolean {
    return gone === null && child.write(singleLine(json));
  }

  function send({ id, json }: Pick<Request, 'id' | 'json'>, waiter: Waiter): () => void {
    // A child that never started takes nothing: its end is told, and says why.
    if (write(json) || (agreement === null && gone === null)) waiting.set(id, waiter);
    else waiter.failed(unreachable(gone ?? UNREAD));
    return () => {
      // The handshake must not be cancelled (2025-11-25, basic/utilities/cancellation).
      if (waiting.delete(id) && agreement !== null) write([cancelled(id)]);
    };
  }

  /** Asks a modern child to tell of changes; a legacy one does without being asked. */
  function listen(): void {
    if (gone !== null) return;
    const id = peer.nextId();
    const params = modernParams(peer, LISTEN);
    const answer = ({ kind }: ServerMessage): void => {
      if (kind === 'result') peer.clock.after(LISTEN_AGAIN_MS, listen);
    };
    send({ id, json: [request(String(id), 'subscriptions/listen', params)] }, { answer, failed() {} });
  }

  return {
    get agreement() {
      return agreement;
    },
    agree(agreed) {
      agreement = agreed;
    },
    watch() {
      if (agreement?.era === 'modern') listen();
    },
    send,
    tell: async (json) => {
      if (!write([json])) throw new BackendError(unreachable(gone ?? UNREAD));
    },
    close: async (ended) => {
      if (!ended) await child.stop();
    },
  };
}
