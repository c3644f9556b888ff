// Requests to one HTTP server: sending, and asking on the gateway's own behalf.
import type { Clock, HttpCall, HttpClient } from '../contract/environment.ts';
import type { Fields } from '../contract/http.ts';
import type { ServerMessage } from '../contract/message.ts';
import { BackendError, type BackendFailure } from '../contract/server.ts';
import type { ModernIdentity } from '../protocol/build.ts';
import type { Endpoint } from './endpoint.ts';
import { broken, timedOut } from './failure.ts';
import { type Receiver, receive } from './http-receive.ts';
import { hasId } from './ids.ts';

/** What all requests to a server have in common. */
export interface Link {
  readonly endpoint: Endpoint;
  readonly http: HttpClient;
  readonly clock: Clock;
  /** Milliseconds that a request of the gateway's own may take. */
  readonly timeoutMs: number;
  /** What the gateway says of itself. */
  readonly identity: ModernIdentity;
  /** An id that no other request of this gateway to this server has: raw JSON. */
  readonly nextId: () => string;
}

/** Fields of a POST, beside those of the endpoint. Both kinds of answer must be accepted. */
export const POST_FIELDS: Fields = [
  'content-type',
  'application/json',
  'accept',
  'application/json, text/event-stream',
];

/** Milliseconds that a stream may stay open after the answer it was for. */
export const LINGER_MS = 1000;

export type Send = Pick<HttpCall, 'method' | 'fields' | 'body'> & { readonly stream?: boolean };

/** Sends once. Returns what aborts it; the receiver hears nothing after that. */
export function send(link: Link, request: Send, receiver: Receiver): () => void {
  let abort: () => void = () => {};
  const { origin, path } = link.endpoint;
  const handler = receive(receiver, () => abort());
  const { method, fields, body, stream = false } = request;
  abort = link.http.request({ origin, path, method, fields, body, stream }, handler);
  return abort;
}

/** The answer to a request of the gateway's own. */
export interface Asked {
  readonly message: ServerMessage;
  /** Header fields of the response. */
  readonly fields: Fields;
}

/** A failed request of the gateway's own, with the JSON-RPC message that came with it. */
export class AskError extends BackendError {
  readonly answer: ServerMessage | null;
  constructor(failure: BackendFailure, answer: ServerMessage | null) {
    super(failure);
    this.answer = answer;
  }
}

/**
 * Posts a request and waits for its answer, an error included. Whatever else comes is dropped.
 *
 * @param id the request's id, raw JSON.
 * @throws AskError
 */
export function ask(link: Link, fields: Fields, body: Uint8Array, id: string, ms: number): Promise<Asked> {
  return new Promise((resolve, reject) => {
    let head: Fields = [];
    const fail = (failure: BackendFailure, answer: ServerMessage | null): void => {
      stopTimer();
      reject(new AskError(failure, answer));
    };
    const abort = send(
      link,
      { method: 'POST', fields, body: [body] },
      {
        opened: (told) => {
          head = told;
        },
        message(message) {
          if (message.kind === 'notification' || message.kind === 'request') return true;
          if (!hasId(message, id)) fail(broken('it answered another request'), null);
          stopTimer();
          resolve({ message, fields: head });
          stopTimer = link.clock.after(LINGER_MS, () => abort());
          return false;
        },
        closed: () => stopTimer(),
        ended: () => fail(broken('it ended without an answer'), null),
        failed: fail,
      },
    );
    let stopTimer = link.clock.after(ms, () => {
      abort();
      reject(new AskError(timedOut(ms, true), null));
    });
  });
}

/** Posts a notification or an answer; resolves when it is accepted. */
export function tell(link: Link, fields: Fields, body: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = send(
      link,
      { method: 'POST', fields, body: [body] },
      {
        message: () => true,
        ended: () => {
          stopTimer();
          resolve();
        },
        failed: (failure, message) => {
          stopTimer();
          reject(new AskError(failure, message));
        },
      },
    );
    const stopTimer = link.clock.after(link.timeoutMs, () => {
      abort();
      reject(new AskError(timedOut(link.timeoutMs, true), null));
    });
  });
}
