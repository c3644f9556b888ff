// Talking to one HTTP server: what the requests of a session have in common, from its handshake to its end.
// Specification 2026-07-28, basic/transports/streamable-http; 2025-11-25, basic/transports, "Session Management".
import type { HttpCall, HttpClient, HttpHandler } from '../contract/environment.ts';
import type { Fields } from '../contract/http.ts';
import type { BackendCall } from '../contract/server.ts';
import { request } from '../protocol/build.ts';
import { encodeHeaderValue, fieldValue } from '../protocol/headers.ts';
import { MODERN } from '../protocol/versions.ts';
import { listenMembers, modernParams, within } from './ask.ts';
import type { Endpoint } from './endpoint.ts';
import { unfit } from './failure.ts';
import { watchChanges } from './http-changes.ts';
import { exchange } from './http-exchange.ts';
import type { Agreement, Link, Peer, Request, Waiter } from './link.ts';
import { cancelled } from './message.ts';

/** Both kinds of answer must be accepted. */
const POST: Fields = ['content-type', 'application/json', 'accept', 'application/json, text/event-stream'];
/** Milliseconds that ending a session may take. */
const GOODBYE_MS = 1000;

const VERSION = 'mcp-protocol-version';

const nothing = (): void => {};

/** What of a request is its own. */
export type Sent = Pick<HttpCall, 'method' | 'fields' | 'body'> & { readonly stream?: boolean };

export interface HttpSession extends Link {
  readonly peer: Peer;
  /** Legacy: the session's id, if the server gave one. */
  readonly id: string | null;
  /** Calls to which what is on the stream that is for everything may belong: those that want progress, all where they are of one agent. */
  readonly waiting: Map<number, Waiter>;
  /** Sends once. Returns what aborts it. */
  request(sent: Sent, handler: HttpHandler): () => unknown;
  /** The fields of a GET for events. */
  eventFields(...more: readonly string[]): Fields;
  /** Opens the stream on which the server tells of changes. Returns what ends it. */
  listen(waiter: Waiter): () => void;
  /** The server is not, or no longer, what it was taken for: who comes next opens another session. */
  doubt(reason: string): void;
}

/** A new session. Nothing is sent yet. */
export function openSession(
  peer: Peer,
  http: HttpClient,
  { origin, path, fields: given }: Endpoint,
  lost: (reason: string) => void,
): HttpSession {
  /** Fields of every request; of a POST; and complete ones of a modern call of a tool, by its name. */
  let all = given;
  let post = [...POST, ...given, VERSION, MODERN];
  const named = new Map<string, Fields>();
  let agreement: Agreement | null = null;
  let id: string | null = null;
  let stopWatching = nothing;

  const isLegacy = (): boolean => agreement?.era === 'legacy';

  function fieldsOf(method: string, call: BackendCall | null): Fields {
    if (isLegacy()) return post;
    if (method === 'initialize') return [...POST, ...given];
    // Of all else that agents ask for, `Mcp-Name` repeats the subject (2026-07-28, Streamable HTTP, "Standard Request Headers").
    if (call === null || method === 'completion/complete') return [...post, 'mcp-method', method];
    const { subject, paramFields } = call;
    if (method !== 'tools/call') return nameFields(method, subject);
    const fields = named.get(subject) ?? nameFields(method, subject);
    named.set(subject, fields);
    return paramFields.length === 0 ? fields : [...fields, ...paramFields];
  }

  function nameFields(method: string, subject: string): Fields {
    return [...post, 'mcp-method', method, 'mcp-name', encodeHeaderValue(subject)];
  }

  function send({ id: number, method, json, call, stream = false }: Request, waiter: Waiter): () => unknown {
    const isCall = call !== null;
    if (isCall && (peer.unheard ?? call.message.progressToken) !== null) session.waiting.set(number, waiter);
    if (call?.capabilities !== undefined) peer.asking?.begin(waiter);
    const opened = (fields: Fields): void => {
      id = fieldValue(fields, 'mcp-session-id');
    };
    const told = method === 'initialize' ? { ...waiter, opened } : waiter;
    const sent: Sent = { method: 'POST', fields: fieldsOf(method, call), body: json, stream };
    const stop = exchange(session, sent, told, number, isCall);
    return () => {
      const sent = stop();
      // Closing the stream is what tells a modern server.
      if (isLegacy()) tell(cancelled(number)).catch(nothing);
      return sent;
    };
  }

  function finish(ms: number, sent: Sent): Promise<unknown> {
    return within(peer.clock, ms, (waiter) => exchange(session, sent, waiter, null, false));
  }

  function tell(json: Uint8Array): Promise<unknown> {
    return finish(peer.timeoutMs, { method: 'POST', fields: post, body: [json] });
  }

  function eventFields(...more: readonly string[]): Fields {
    return [...all, 'accept', 'text/event-stream', ...more];
  }

  function listening(): Sent {
    if (isLegacy()) return { method: 'GET', fields: eventFields(), body: null };
    const method = 'subscriptions/listen';
    const body = [request(String(peer.nextId()), method, modernParams(peer, listenMembers(peer)))];
    return { method: 'POST', fields: fieldsOf(method, null), body };
  }

  const session: HttpSession = {
    peer,
    waiting: new Map(),
    get agreement() {
      return agreement;
    },
    get id() {
      return id;
    },
    agree(agreed) {
      if (id !== null && !/^[\x21-\x7e]{1,1024}$/.test(id))
        throw unfit('its session id is not made of visible ASCII');
      peer.opened?.(id);
      agreement = agreed;
      all = [...given, VERSION, agreed.version, ...(id === null ? [] : ['mcp-session-id', id])];
      post = [...POST, ...all];
    },
    watch: () =>
      new Promise((resolve) => {
        stopWatching = watchChanges(session, nothing, resolve);
      }),
    listenAgain() {
      // The one before ends when its successor is open: nothing is missed between them.
      if (!isLegacy()) stopWatching = watchChanges(session, stopWatching);
    },
    request: ({ method, fields, body, stream = false }, handler) =>
      http.request({ origin, path, method, fields, body, stream }, handler),
    send,
    tell,
    eventFields,
    listen: (waiter) => exchange(session, { ...listening(), stream: true }, waiter, null, false),
    doubt(reason) {
      lost(reason);
      // Listing anew is what connects anew.
      peer.changed();
    },
    async close(gone) {
      stopWatching();
      // Whether the server agrees does not matter.
      if (!gone && agreement && id)
        await finish(GOODBYE_MS, { method: 'DELETE', fields: all, body: null }).catch(nothing);
    },
  };
  return session;
}
