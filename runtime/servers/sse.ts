// One stream of an older server over HTTP, and the messages that are posted beside it (2024-11-05, basic/transports,
// "HTTP with SSE"). All calls share the stream: an answer is told by its id. A message is posted at most once.
import type { HttpClient } from '../contract/environment.ts';
import type { Fields } from '../contract/http.ts';
import { BackendError } from '../contract/server.ts';
import { BATCHING } from '../protocol/batch.ts';
import { decode } from '../protocol/bytes.ts';
import { fieldValue } from '../protocol/headers.ts';
import { createSseReader, type RestOfEvent } from '../protocol/sse.ts';
import { within } from './ask.ts';
import type { Endpoint } from './endpoint.ts';
import { type broken, failure, unreachable } from './failure.ts';
import { createInbox, MAX_MESSAGE } from './inbox.ts';
import type { Agreement, Link, Peer, Waiter } from './link.ts';
import { cancelled } from './message.ts';
import { HELD } from './passing.ts';
import { post } from './sse-post.ts';

const nothing = (): void => {};

/**
 * Opens the stream. What is sent before the server has said where to waits for that.
 *
 * @param lost is told when the stream ends by itself; `again` after that, if hands had been shaken.
 */
export function openSse(
  peer: Peer,
  http: HttpClient,
  { origin, path, fields: given }: Endpoint,
  lost: (reason: string) => void,
  again: () => void,
): Link {
  const inbox = createInbox(
    peer,
    (json) => void tell(json).catch(nothing),
    () => agreement?.version === BATCHING,
  );
  const { waiting } = inbox;
  const early: (() => void)[] = [];
  let fields: Fields = ['content-type', 'application/json', ...given];
  let target: string | null = null;
  let agreement: Agreement | null = null;
  let gone: string | null = null;

  const told = (data: Uint8Array, type: string): void => {
    if (gone !== null) return;
    if (type === 'endpoint') endpoint(decode(data));
    else if (type === 'message' && data.length > 0 && !inbox.take(data))
      breakOff('it sent something that is no JSON-RPC message');
  };
  const begins = (data: Uint8Array, type: string): RestOfEvent | null => {
    const large = gone === null && type === 'message' ? inbox.begin(data) : null;
    return large && { data: large.push, end: large.end };
  };
  const reader = createSseReader((data, _id, _retry, type) => told(data, type), MAX_MESSAGE, {
    bytes: HELD,
    begins,
  });

  const abort = http.request(
    {
      origin,
      path,
      method: 'GET',
      fields: [...given, 'accept', 'text/event-stream'],
      body: null,
      stream: true,
    },
    {
      head(status, got) {
        const type = (fieldValue(got, 'content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
        if (status !== 200) breakOff(`its stream is refused with HTTP ${status}`, status);
        else if (type !== 'text/event-stream' || fieldValue(got, 'content-encoding') !== null)
          breakOff('it has no stream of events');
      },
      data(chunk) {
        if (gone === null && !reader.push(chunk)) breakOff(`it sent more than ${MAX_MESSAGE} bytes at once`);
      },
      end: () => ended('its stream ended'),
      error: (detail) => ended(detail),
    },
  );

  /** Where messages go: on the origin of the stream and nowhere else, for the credential goes along. */
  function endpoint(text: string): void {
    if (target !== null) return;
    const url = URL.canParse(text, origin + path) ? new URL(text, origin + path) : null;
    if (url?.origin !== origin) return breakOff('it names an endpoint on another origin');
    target = url.pathname + url.search;
    for (const send of early.splice(0)) send();
  }

  function breakOff(detail: string, status: number | null = null): void {
    ended(detail, status);
    abort();
  }

  function ended(detail: string, status: number | null = null): void {
    if (gone !== null) return;
    gone = detail;
    const why = status === null ? failure('reset', detail, true) : failure('http', detail, true, status);
    inbox.fail(agreement === null ? { ...why, begun: false, sent: false } : why);
    early.length = 0;
    lost(detail);
    if (agreement !== null) again();
  }

  /** Posts once the server has said where to, if it is still wanted then. */
  function deliver(json: readonly Uint8Array[], waiter: Waiter, wanted: () => boolean): void {
    const send = (): void => {
      if (!wanted()) return;
      const refused = (why: ReturnType<typeof broken>): void => {
        if (wanted()) waiter.failed(why);
        // The stream that it belongs to is none of the server's any more.
        if (why.status === 404 || why.status === 400) breakOff(`its session is gone: ${why.detail}`);
      };
      post(http, { origin, path: target!, fields, body: json }, refused, () => waiter.accepted?.());
    };
    if (target === null) early.push(send);
    else send();
  }

  async function tell(json: Uint8Array): Promise<unknown> {
    if (gone !== null) throw new BackendError(unreachable(gone));
    return within(peer.clock, peer.timeoutMs, (waiter) => {
      let over = false;
      deliver([json], waiter, () => !over);
      return () => {
        over = true;
      };
    });
  }

  return {
    era: 'legacy',
    get agreement() {
      return agreement;
    },
    agree(agreed) {
      agreement = agreed;
      fields = [...fields, 'mcp-protocol-version', agreed.version];
    },
    // The stream tells of changes as it is.
    watch: nothing,
    listenAgain: nothing,
    send({ id, json, call }, waiter) {
      if (gone !== null) waiter.failed(unreachable(gone));
      else {
        inbox.wait({ id, call }, waiter);
        const failed: Waiter['failed'] = (why) =>
          (why.sent ? inbox.leave(id) : inbox.forget(id)) && waiter.failed(why);
        deliver(json, { answer: nothing, failed }, () => waiting.has(id));
      }
      return () => {
        // The handshake must not be cancelled (2025-11-25, basic/utilities/cancellation).
        if (inbox.leave(id) && agreement !== null) tell(cancelled(id)).catch(nothing);
      };
    },
    tell,
    async close() {
      if (gone !== null) return;
      gone = 'it is closed';
      inbox.fail(failure('reset', gone, true));
      abort();
    },
  };
}
