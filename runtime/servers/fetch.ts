// HttpClient over `fetch`, for hosts where nothing outlives a request. Each request is sent once; no redirect is followed.
import type { HttpCall, HttpClient, HttpHandler } from '../contract/environment.ts';
import type { Fields } from '../contract/http.ts';
import { concat } from '../protocol/bytes.ts';

export interface FetchClientOptions {
  /** Keeps the host's request alive until `work` is done: the answer may have gone by then. */
  readonly hold: (work: Promise<unknown>) => void;
}

/**
 * A client that keeps no connections of its own. A stream that stays open is refused with 405, as a server without one
 * would: there, lists are asked for when they grow old.
 */
export function createFetchClient({ hold }: FetchClientOptions): HttpClient {
  return {
    request(call, handler) {
      const abort = new AbortController();
      const told = once(handler);
      hold((call.stream ? refuse(told) : send(call, abort.signal, told)).then(turn));
      return () => {
        if (told.over()) return;
        told.stop();
        try {
          abort.abort();
        } catch {
          // The request that it was sent in has ended, and has taken it along.
        }
      };
    },
    close: async () => {},
  };
}

interface Told extends HttpHandler {
  over(): boolean;
  /** Tells nothing from here on. */
  stop(): void;
}

/** The handler until its end, and no further. */
function once(handler: HttpHandler): Told {
  let over = false;
  return {
    head: (status, fields) => over || handler.head(status, fields),
    data: (chunk) => (over ? undefined : handler.data(chunk)),
    end() {
      if (over) return;
      over = true;
      handler.end();
    },
    error(detail, begun) {
      if (over) return;
      over = true;
      handler.error(detail, begun);
    },
    over: () => over,
    stop() {
      over = true;
    },
  };
}

async function refuse(told: Told): Promise<void> {
  // Never before `request` has returned.
  await null;
  told.head(405, []);
  told.end();
}

async function send(call: HttpCall, signal: AbortSignal, told: Told): Promise<void> {
  const { origin, path, method, fields, body } = call;
  try {
    const init = { method, headers: headersOf(fields), body: body && concat(body), signal };
    const response = await fetch(origin + path, { ...init, redirect: 'manual' });
    told.head(response.status, fieldsOf(response.headers));
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.done === false && !told.over(); part = await reader?.read())
      await told.data(part.value);
  } catch (error) {
    // `fetch` does not say how far it came: the request may have been executed.
    return told.error(error instanceof Error ? error.message : String(error), true);
  }
  told.end();
}

function headersOf(fields: Fields): Headers {
  // What is not asked to be compressed need not be unpacked, within bounds or beyond them.
  const headers = new Headers({ 'accept-encoding': 'identity' });
  for (let i = 0; i < fields.length; i += 2) headers.append(fields[i]!, fields[i + 1]!);
  return headers;
}

/** What `fetch` has unpacked says no more that it was packed. */
const UNPACKED = /^(gzip|br|deflate)$/;

function fieldsOf(headers: Headers): string[] {
  const packed = UNPACKED.test(headers.get('content-encoding') ?? '');
  const fields: string[] = [];
  for (const [name, value] of headers) if (!packed || name !== 'content-encoding') fields.push(name, value);
  return fields;
}

/** What follows from an answer begins in the next turn at the latest: until then the request stays. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
