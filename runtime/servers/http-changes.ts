// The stream on which an HTTP server says that its tools changed: GET in the legacy era, subscriptions/listen in the modern.
import type { ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import { request } from '../protocol/build.ts';
import { backoff } from './backoff.ts';
import { type HttpSession, methodFields } from './http-connect.ts';
import { type Link, type Send, send, tell } from './http-link.ts';
import type { Receiver } from './http-receive.ts';
import { metaOf } from './identity.ts';
import { hasId } from './ids.ts';
import { replyTo } from './replies.ts';

const FIRST_WAIT = 500;
const LAST_WAIT = 30_000;
/** A stream that lived so long was a good one. */
const SETTLED_MS = 10_000;

export interface ChangesHandler {
  /** The tools changed, or may have while there was no stream. */
  changed(): void;
  /** Another message of the stream, such as progress. */
  notification(message: ServerMessage): void;
  /** The session is no longer known to the server, or nobody is there. */
  lost(reason: string): void;
}

interface Watch {
  readonly link: Link;
  readonly session: HttpSession;
  readonly handler: ChangesHandler;
  /** Raw JSON id of the subscription now open. */
  id: string;
  opens: number;
  failures: number;
  openedAt: number;
  ended: boolean;
  abort: () => void;
}

/** Listens as long as the session lives, with a new stream when one breaks. Returns what ends it. */
export function watchChanges(link: Link, session: HttpSession, handler: ChangesHandler): () => void {
  const watch: Watch = {
    ...{ link, session, handler, id: '', opens: 0, failures: 0, openedAt: 0 },
    ...{ ended: false, abort: () => {} },
  };
  open(watch);
  return () => {
    watch.ended = true;
    watch.abort();
  };
}

function open(watch: Watch): void {
  watch.id = watch.link.nextId();
  watch.abort = send(watch.link, streamRequest(watch), receiverOf(watch));
}

function streamRequest({ link, session, id }: Watch): Send {
  if (session.era === 'legacy')
    return {
      method: 'GET',
      fields: [...session.fields, 'accept', 'text/event-stream'],
      body: null,
      stream: true,
    };
  const meta = metaOf(link.identity);
  const body = request(
    id,
    'subscriptions/listen',
    `{"_meta":${meta},"notifications":{"toolsListChanged":true}}`,
  );
  return {
    method: 'POST',
    fields: methodFields(session.post, 'subscriptions/listen'),
    body: [body],
    stream: true,
  };
}

function receiverOf(watch: Watch): Receiver {
  return {
    opened() {
      watch.openedAt = watch.link.clock.monotonic();
      // What changed between two streams was told to nobody.
      if (++watch.opens > 1) watch.handler.changed();
    },
    message: (message) => took(watch, message),
    ended: () => again(watch),
    failed: (failure) => failed(watch, failure),
  };
}

function took(watch: Watch, message: ServerMessage): boolean {
  const { link, session, handler } = watch;
  if (message.kind === 'request') {
    const reply = session.era === 'legacy' ? replyTo(message) : null;
    if (reply !== null) tell(link, session.post, reply).catch(() => {});
    return true;
  }
  if (message.kind === 'notification') {
    if (message.method === 'notifications/tools/list_changed') handler.changed();
    else handler.notification(message);
    return true;
  }
  if (session.era === 'legacy') return true;
  // The answer to subscriptions/listen: the server ends it in good order, or does not offer it at all.
  if (message.kind === 'result' && hasId(message, watch.id)) again(watch);
  else watch.ended = true;
  watch.abort();
  return false;
}

function failed(watch: Watch, failure: BackendFailure): void {
  if (watch.ended) return;
  const { status } = failure;
  if (status === 404 && watch.session.id !== null) stop(watch, 'its session is gone');
  else if (failure.kind === 'unreachable') stop(watch, failure.detail);
  // Refused at first: it has no such stream, and its list is asked for when it grows old. Refused later: it forgot.
  else if (status !== null && status < 500 && status !== 429)
    if (watch.opens > 0) stop(watch, failure.detail);
    else watch.ended = true;
  else again(watch);
}

function stop(watch: Watch, reason: string): void {
  watch.ended = true;
  watch.handler.lost(reason);
}

function again(watch: Watch): void {
  if (watch.ended) return;
  const { clock } = watch.link;
  const lived = watch.opens > 0 && clock.monotonic() - watch.openedAt > SETTLED_MS;
  watch.failures = lived ? 0 : watch.failures + 1;
  const wait = backoff(Math.max(0, watch.failures - 1), FIRST_WAIT, LAST_WAIT);
  watch.abort = clock.after(wait, () => open(watch));
}
