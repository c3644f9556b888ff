// One HTTP response of a server, read to messages: a JSON body, or events. Bounded; what is odd is told as a failure.
import type { HttpHandler } from '../contract/environment.ts';
import type { Fields } from '../contract/http.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import { concat, decode } from '../protocol/bytes.ts';
import { scanServer } from '../protocol/scan.ts';
import { createSseReader } from '../protocol/sse.ts';
import { broken, httpStatus, reset, unreachable } from './failure.ts';

/** Bytes that an answer, or one event of a stream, may have. */
export const MAX_ANSWER = 32 * 1024 * 1024;
/** Bytes that are read of a refusal. */
const MAX_REFUSAL = 1024 * 1024;

/** Told in order: `opened`, `message`s, then `ended`; or `failed` at any point. Nothing after a false from `message`. */
export interface Receiver {
  /** The head of a response that will be read. */
  opened?(fields: Fields, streaming: boolean): void;
  /** False: enough, nothing more is wanted. */
  message(message: ServerMessage): boolean;
  /** An event's id and the wait before a resumption, for streams that can be resumed. */
  mark?(id: string, retryMs: number | null): void;
  /** All was read. */
  ended(): void;
  /** `message`: a JSON-RPC message in the body of a status that is no success. */
  failed(failure: BackendFailure, message: ServerMessage | null): void;
  /** The exchange is over and its connection free or gone, whatever was told before. */
  closed?(): void;
}

/** Reads a response for `receiver`; `abort` ends the exchange early and must be settable before data comes. */
export function receive(receiver: Receiver, abort: () => void): HttpHandler {
  let read: Body | null = null;
  let over = false;
  const fail = (failure: BackendFailure, message: ServerMessage | null = null): void => {
    if (over) return;
    over = true;
    receiver.failed(failure, message);
  };
  const take = (message: ServerMessage | null): void => {
    if (over) return;
    if (message === null) {
      abort();
      fail(broken('it sent something that is no JSON-RPC message'));
    } else over = !receiver.message(message);
  };
  return {
    head(status, fields) {
      const body = bodyFor(status, fields, receiver, take);
      if ('kind' in body) {
        abort();
        fail(body);
      } else read = body;
    },
    data(chunk) {
      if (over || read === null) return;
      const problem = read.data(chunk);
      if (problem === null) return;
      abort();
      fail(problem);
    },
    end() {
      const refusal = over ? null : (read?.end() ?? null);
      if (refusal !== null) fail(refusal.failure, refusal.message);
      else if (!over) receiver.ended();
      over = true;
      receiver.closed?.();
    },
    error(detail, begun) {
      fail(begun ? reset(detail) : unreachable(detail));
      receiver.closed?.();
    },
  };
}

type Refusal = { readonly failure: BackendFailure; readonly message: ServerMessage | null };

/** Takes a body's bytes. `data` may return why it goes no further. */
interface Body {
  data(chunk: Uint8Array): BackendFailure | null;
  end(): Refusal | null;
}

function bodyFor(
  status: number,
  fields: Fields,
  receiver: Receiver,
  take: (message: ServerMessage | null) => void,
): Body | BackendFailure {
  const type = contentType(fields);
  if (status >= 300) return refusalBody(status, type);
  if (status === 202 || status === 204) return nothing;
  if (field(fields, 'content-encoding') !== null)
    return broken('it sent a content-encoding that was not asked for');
  if (type === 'application/json') {
    receiver.opened?.(fields, false);
    return jsonBody(take);
  }
  if (type !== 'text/event-stream')
    return broken(`it answered with content-type ${JSON.stringify(type)}, not JSON or an event stream`);
  receiver.opened?.(fields, true);
  return eventBody(receiver, take);
}

const nothing: Body = { data: () => null, end: () => null };

function jsonBody(take: (message: ServerMessage | null) => void): Body {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    data(chunk) {
      length += chunk.length;
      if (length > MAX_ANSWER) return tooLarge();
      chunks.push(chunk);
      return null;
    },
    end() {
      take(scanServer(concat(chunks)));
      return null;
    },
  };
}

function eventBody(receiver: Receiver, take: (message: ServerMessage | null) => void): Body {
  let problem: BackendFailure | null = null;
  const reader = createSseReader((data, id, retry, type) => {
    if (id !== '' || retry !== null) receiver.mark?.(id, retry);
    // An event without data primes a resumption.
    if (data.length > 0 && type === 'message') take(scanServer(data));
  }, MAX_ANSWER);
  return {
    data(chunk) {
      if (!reader.push(chunk)) problem = tooLarge();
      return problem;
    },
    end() {
      reader.end();
      return null;
    },
  };
}

/** A status that is no success. A redirect is one of them: credentials and arguments stay with the server they are for. */
function refusalBody(status: number, type: string): Body {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    data(chunk) {
      length += chunk.length;
      if (length <= MAX_REFUSAL) chunks.push(chunk);
      return length > MAX_ANSWER ? httpStatus(status, 'a body that is too large') : null;
    },
    end() {
      const body = concat(chunks);
      const message = type === 'application/json' && length <= MAX_REFUSAL ? scanServer(body) : null;
      return { failure: httpStatus(status, excerpt(body)), message };
    },
  };
}

function excerpt(body: Uint8Array): string {
  return decode(body.subarray(0, 200))
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim();
}

function tooLarge(): BackendFailure {
  return broken(`its answer is larger than ${MAX_ANSWER} bytes`);
}

function contentType(fields: Fields): string {
  const value = field(fields, 'content-type') ?? '';
  if (value === 'application/json' || value === 'text/event-stream') return value;
  return (value.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Value of a header field, names in lower case; null when it is absent. */
export function field(fields: Fields, name: string): string | null {
  for (let i = 0; i < fields.length; i += 2) if (fields[i] === name) return fields[i + 1] ?? '';
  return null;
}
