// Talking to one HTTP server: what the requests of a session have in common, from its handshake to its end.
// Specification 2026-07-28, basic/transports/streamable-http; 2025-11-25, basic/transports, "Session Management".
import type { HttpCall, HttpClient, HttpHandler } from '../contract/environment.ts';
import type { Fields } from '../contract/http.ts';
import type { BackendCall } from '../contract/server.ts';
import { request } from '../protocol/build.ts';
import { encodeHeaderValue, fieldValue } from '../protocol/headers.ts';
import { MODERN } from '../protocol/versions.ts';
import { modernParams, within } from './ask.ts';
import type { Endpoint } from './endpoint.ts';
import { unfit } from './failure.ts';
import { watchChanges } from './http-changes.ts';
import { Exchange } from './http-exchange.ts';
import type { Agreement, Link, Peer, Request, Waiter } from './link.ts';
import { cancelled } from './message.ts';

/** Both kinds of answer must be accepted. */
const POST: Fields = ['content-type', 'application/json', 'accept', 'application/json, text/event-stream'];
/** Milliseconds that ending a session may take. */
const GOODBYE_MS = 1000;

const nothing = (): void => {};

/** What of a request is its own. */
export type Sent = Pick<HttpCall, 'method' | 'fields' | 'body'> & { readonly stream?: boolean };

export class HttpSession implements Link {
  readonly peer: Peer;
  agreement: Agreement | null = null;
  /** Legacy: the session's id, if the server gave one. */
  id: string | null = null;
  /** Waiters that want progress: a legacy server may send it on the stream that is for everything. */
  readonly waiting = new Map<number, Waiter>();
  readonly #http: HttpClient;
  readonly #endpoint: Endpoint;
  readonly #lost: (reason: string) => void;
  /** Fields of every request; of a POST; and complete ones of a modern call, by the tool's name. */
  #fields: Fields;
  #post: Fields;
  readonly #named = new Map<string, Fields>();
  #stopWatching = nothing;

  constructor(peer: Peer, http: HttpClient, endpoint: Endpoint, lost: (reason: string) => void) {
    this.peer = peer;
    this.#http = http;
    this.#endpoint = endpoint;
    this.#lost = lost;
    this.#fields = endpoint.fields;
    this.#post = [...POST, ...endpoint.fields, 'mcp-protocol-version', MODERN];
  }

  agree(agreement: Agreement): void {
    const { id } = this;
    if (id !== null && !/^[\x21-\x7e]{1,1024}$/.test(id))
      throw unfit('its session id is not made of visible ASCII');
    this.agreement = agreement;
    const named = id === null ? [] : ['mcp-session-id', id];
    this.#fields = [...this.#endpoint.fields, 'mcp-protocol-version', agreement.version, ...named];
    this.#post = [...POST, ...this.#fields];
  }

  watch(): void {
    this.#stopWatching = watchChanges(this);
  }

  /** Sends once. Returns what aborts it. */
  request({ method, fields, body, stream = false }: Sent, handler: HttpHandler): () => void {
    const { origin, path } = this.#endpoint;
    return this.#http.request({ origin, path, method, fields, body, stream }, handler);
  }

  send({ id, method, json, call }: Request, waiter: Waiter): () => void {
    if (call !== null && call.message.progressToken !== null) this.waiting.set(id, waiter);
    const begins =
      method === 'initialize' ? { ...waiter, opened: (fields: Fields) => this.#begun(fields) } : waiter;
    const exchange = new Exchange(this, begins, id, call !== null);
    exchange.start({ method: 'POST', fields: this.#fieldsOf(method, call), body: json });
    return () => {
      exchange.stop();
      // Closing the stream is what tells a modern server.
      if (this.agreement?.era === 'legacy') this.tell(cancelled(id)).catch(nothing);
    };
  }

  #begun(fields: Fields): void {
    this.id = fieldValue(fields, 'mcp-session-id');
  }

  #fieldsOf(method: string, call: BackendCall | null): Fields {
    if (this.agreement?.era === 'legacy') return this.#post;
    if (method === 'initialize') return [...POST, ...this.#fields];
    if (call === null) return [...this.#post, 'mcp-method', method];
    let fields = this.#named.get(call.tool);
    if (fields === undefined) {
      fields = [...this.#post, 'mcp-method', method, 'mcp-name', encodeHeaderValue(call.tool)];
      this.#named.set(call.tool, fields);
    }
    return call.paramFields.length === 0 ? fields : [...fields, ...call.paramFields];
  }

  tell(json: Uint8Array): Promise<unknown> {
    return this.#finish(this.peer.timeoutMs, { method: 'POST', fields: this.#post, body: [json] });
  }

  #finish(ms: number, sent: Sent): Promise<unknown> {
    return within(this.peer.clock, ms, (waiter) => {
      const exchange = new Exchange(this, waiter, null, false);
      exchange.start(sent);
      return () => exchange.stop();
    });
  }

  /** The fields of a GET for events. */
  eventFields(...more: readonly string[]): Fields {
    return [...this.#fields, 'accept', 'text/event-stream', ...more];
  }

  /** Opens the stream on which the server tells of changes. Returns what ends it. */
  listen(waiter: Waiter): () => void {
    const exchange = new Exchange(this, waiter, null, false);
    exchange.start({ ...this.#listening(), stream: true });
    return () => exchange.stop();
  }

  #listening(): Sent {
    if (this.agreement?.era === 'legacy') return { method: 'GET', fields: this.eventFields(), body: null };
    const method = 'subscriptions/listen';
    const params = modernParams(this.peer, '"notifications":{"toolsListChanged":true}');
    const body = [request(String(this.peer.nextId()), method, params)];
    return { method: 'POST', fields: this.#fieldsOf(method, null), body };
  }

  /** The server is not, or no longer, what it was taken for: who comes next opens another session. */
  doubt(reason: string): void {
    this.#lost(reason);
    // Listing anew is what connects anew.
    this.peer.changed();
  }

  async close(lost: boolean): Promise<void> {
    this.#stopWatching();
    if (lost || this.id === null) return;
    // Whether the server agrees does not matter.
    await this.#finish(GOODBYE_MS, { method: 'DELETE', fields: this.#fields, body: null }).catch(nothing);
  }
}
