// HttpClient over undici's pools. Each request is written once; no redirect, no retry, no cookie, no proxy.
import Pool, { type DispatchHandler } from 'undici/lib/dispatcher/pool.js';
import type { HttpClient, HttpHandler } from '../contract/environment.ts';
import { concat } from '../protocol/bytes.ts';

/**
 * Connections for calls to one origin: a call that streams for minutes holds one, and those beyond wait in line for it.
 * They are opened only as they are needed.
 */
const MOST_CONNECTIONS = 1024;

/** Bounds of a client. */
export interface HttpClientOptions {
  /** Connections for calls to one origin; more calls wait in line. */
  readonly connections?: number;
  /** Milliseconds until a connection must be established. */
  readonly connectMs?: number;
}

/**
 * A client with pools of its own, made as origins are first called. Streams that stay open have
 * a second pool: busy streams in a shared one make every call look for a free connection.
 */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const calls = new Map<string, Pool>();
  const streams = new Map<string, Pool>();
  let closed = false;
  return {
    request({ origin, path, method, fields, body, stream }, handler) {
      const exchange = new Exchange(handler);
      const pools = stream ? streams : calls;
      if (closed) exchange.onError(new Error('the client is closed'));
      else {
        const pool = pools.get(origin) ?? open(stream, origin, options);
        pools.set(origin, pool);
        pool.dispatch({ path, method, headers: fields, body: body && concat(body) }, exchange);
      }
      return () => exchange.cancel();
    },
    async close() {
      closed = true;
      await Promise.all([...calls.values(), ...streams.values()].map((pool) => pool.destroy()));
    },
  };
}
function open(stream: boolean, origin: string, options: HttpClientOptions): Pool {
  return new Pool(origin, {
    connections: stream ? null : (options.connections ?? MOST_CONNECTIONS),
    // One request a connection at a time: an answer that never comes holds up nobody else.
    pipelining: 1,
    connectTimeout: options.connectMs ?? 10_000,
    // Deadlines belong to the call, which knows them; undici's would cut streams.
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  });
}

// undici 7 takes two kinds of handler. This is the older one, which its dispatchers use inside: the newer one
// (onRequestStart …) is wrapped into it, at the price of a controller and of an object for the headers per request.
// A class, because a request then costs one object instead of one and seven functions.
const nothing = (): void => {};

class Exchange implements DispatchHandler {
  readonly #handler: HttpHandler;
  #abort: ((reason?: Error) => void) | null = null;
  #resume: () => void = nothing;
  /** From here on, bytes may have been written. */
  #begun = false;
  #over = false;

  constructor(handler: HttpHandler) {
    this.#handler = handler;
  }

  /** False where nothing was written, and now never will be. */
  cancel(): boolean {
    if (!this.#over) {
      this.#over = true;
      this.#abort?.();
    }
    return this.#begun;
  }

  onConnect(abort: (reason?: Error) => void): void {
    // Cancelled while it waited for a connection: nothing is written then.
    if (this.#over) abort();
    this.#abort = abort;
    this.#begun = true;
  }

  onHeaders(status: number, raw: readonly Uint8Array[], resume: () => void): boolean {
    this.#resume = resume;
    if (status >= 200 && !this.#over) this.#handler.head(status, textFields(raw));
    return true;
  }

  onData(chunk: Uint8Array): boolean {
    const wait = this.#over ? undefined : this.#handler.data(chunk);
    if (wait === undefined) return true;
    void wait.then(() => this.#resume());
    return false;
  }

  onComplete(): void {
    if (this.#over) return;
    this.#over = true;
    this.#handler.end();
  }

  onError(error: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#handler.error(describe(error), this.#begun);
  }
}

/** Fields of the connection and the date say nothing about the answer: not worth a string on each call. */
const SKIPPED = /* @__PURE__ */ new Set(['connection', 'keep-alive', 'date']);

function textFields(raw: readonly Uint8Array[]): string[] {
  const fields: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = latin1(raw[i]!).toLowerCase();
    if (!SKIPPED.has(name)) fields.push(name, latin1(raw[i + 1]!));
  }
  return fields;
}

function latin1(bytes: Uint8Array): string {
  return (bytes as Buffer).toString('latin1');
}

/** What went wrong, for the operator: several addresses may each have failed. */
function describe(error: Error): string {
  const first = error instanceof AggregateError ? (error.errors[0] as Error | undefined) : undefined;
  const shown = first ?? error;
  const code = (shown as { code?: unknown }).code;
  return typeof code === 'string' && !shown.message.includes(code)
    ? `${shown.message} (${code})`
    : shown.message;
}
