// One running child and the messages over its pipes. All calls share it: an answer is told by its id.
import type { Child, ChildHandler } from '../contract/environment.ts';
import type { ServerMessage } from '../contract/message.ts';
import { BackendError } from '../contract/server.ts';
import { BATCHING } from '../protocol/batch.ts';
import { request } from '../protocol/build.ts';
import { createLineReader, type RestOfLine } from '../protocol/lines.ts';
import { singleLine } from '../protocol/outbound.ts';
import { listenMembers, modernParams } from './ask.ts';
import { failure, unreachable } from './failure.ts';
import { createInbox, MAX_MESSAGE } from './inbox.ts';
import type { Agreement, Link, Peer, Request, Waiter } from './link.ts';
import { cancelled } from './message.ts';
import { HELD } from './passing.ts';

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
  const inbox = createInbox(
    peer,
    // A modern server asks nothing by requests, and is sent no responses (2026-07-28, basic/transports/stdio).
    (json) => void (agreement?.era !== 'modern' && write([json])),
    () => agreement?.version === BATCHING,
  );
  let agreement: Agreement | null = null;
  let gone: string | null = null;
  let stopListening = (): void => {};
  const lines = createLineReader(take, MAX_MESSAGE, { bytes: HELD, begins });
  const child = start({
    stdout(chunk) {
      if (lines.push(chunk)) return;
      log(`wrote a line of more than ${MAX_MESSAGE} bytes and is stopped`);
      void child.stop();
    },
    stderr: log,
    exit,
  });

  function exit(detail: string): void {
    gone = detail;
    inbox.fail(agreement === null ? unreachable(detail) : failure('reset', detail, true));
    lost(detail);
  }

  /** One line of the child. What is no message is left out: many programs greet on standard output. */
  function take(line: Uint8Array): void {
    if (line.length > 0 && !inbox.take(line)) log('wrote a line that is no JSON-RPC message');
  }

  /** A large answer is told while it comes, where it may be. */
  function begins(line: Uint8Array): RestOfLine | null {
    const large = inbox.begin(line);
    return (
      large &&
      ((piece, ends) => {
        large.push(piece);
        if (ends) large.end();
      })
    );
  }

  function write(json: readonly Uint8Array[]): boolean {
    return gone === null && child.write(singleLine(json));
  }

  function send({ id, json, call }: Omit<Request, 'method'>, waiter: Waiter): () => void {
    // A child that never started takes nothing: its end is told, and says why.
    if (write(json) || (agreement === null && gone === null)) inbox.wait({ id, call }, waiter);
    else waiter.failed(unreachable(gone ?? UNREAD));
    return () => {
      // The handshake must not be cancelled (2025-11-25, basic/utilities/cancellation).
      if (inbox.leave(id) && agreement !== null) write([cancelled(id)]);
    };
  }

  /** Asks a modern child to tell of changes; a legacy one does without being asked. */
  function listen(): void {
    if (gone !== null) return;
    const id = peer.nextId();
    const params = modernParams(peer, listenMembers(peer));
    const answer = ({ kind }: ServerMessage): void => {
      if (kind === 'result') failed();
    };
    const failed = (): void => void peer.clock.after(LISTEN_AGAIN_MS, again);
    const json = [request(String(id), 'subscriptions/listen', params)];
    stopListening = send({ id, json, call: null }, { answer, failed, tellsNothing: true });
  }

  /** What changed meanwhile was told to nobody. */
  function again(): void {
    if (gone !== null) return;
    listen();
    peer.changed();
    peer.wants.watched.missed();
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
    listenAgain() {
      if (agreement?.era !== 'modern') return;
      const before = stopListening;
      listen();
      before();
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
