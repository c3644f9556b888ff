// An agent's side of a test: real HTTP requests of a modern client, handed to the front without a socket.
import type { Answer, Exchange, Front, RequestHead } from '../../../runtime/contract/http.ts';
import type { Received } from '../outcome.ts';
import { clientMeta, headerValue, isObject, MODERN } from './protocol.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export interface ClientRequest {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Who calls, by the name that the test gives it. */
  readonly as: string;
  /** Further fields, flat. */
  readonly fields: readonly string[];
}

/** Where the front listens, as a client would write it. */
export interface Address {
  readonly host: string;
  readonly path: string;
}

/** An answer that may not be there yet. */
export interface Pending {
  received: Received | null;
}

/**
 * Sends one request. The answer may come at once or later: `received` is then set.
 *
 * @param id the JSON-RPC id
 * @param credential the caller's key or token; null for none
 */
export async function send(
  front: Front,
  address: Address,
  id: number,
  request: ClientRequest,
  credential: string | null,
): Promise<Pending> {
  const pending: Pending = { received: null };
  const admission = await front.admit(headOf(address, request, credential));
  if ('status' in admission) pending.received = receivedOf(admission);
  else front.serve(admission, bodyOf(id, request), exchangeInto(pending));
  return pending;
}

function headOf(address: Address, request: ClientRequest, credential: string | null): RequestHead {
  const name = request.params.name ?? request.params.uri;
  const fields = [
    ...['host', address.host, 'content-type', 'application/json'],
    ...[
      'accept',
      'application/json, text/event-stream',
      'mcp-protocol-version',
      MODERN,
      'mcp-method',
      request.method,
    ],
    ...(typeof name === 'string' ? ['mcp-name', headerValue(name)] : []),
    ...(credential === null ? [] : ['authorization', `Bearer ${credential}`]),
    ...request.fields,
  ];
  return { method: 'POST', target: address.path, fields, peer: '127.0.0.1' };
}

function bodyOf(id: number, request: ClientRequest): Uint8Array {
  const params = { ...request.params, _meta: clientMeta };
  return encoder.encode(JSON.stringify({ jsonrpc: '2.0', id, method: request.method, params }));
}

function exchangeInto(pending: Pending): Exchange {
  let opened: Pick<Received, 'status' | 'fields'> = { status: 0, fields: [] };
  let stream = '';
  return {
    send(answer) {
      pending.received = receivedOf(answer);
    },
    open(status, fields) {
      opened = { status, fields };
    },
    write(chunk) {
      stream += decoder.decode(chunk, { stream: true });
    },
    end() {
      pending.received = { ...opened, message: parsed(lastEvent(stream)) };
    },
    onGone: () => undefined,
  };
}

function receivedOf({ status, fields, body }: Answer): Received {
  return { status, fields, message: parsed(decoder.decode(Buffer.concat(body))) };
}

/** The data of the last event of a stream: the response, after its notifications. */
function lastEvent(stream: string): string {
  const events = stream.split(/\r?\n\r?\n/).filter((event) => event.includes('data:'));
  const lines = (events.at(-1) ?? '').split(/\r?\n/).filter((line) => line.startsWith('data:'));
  return lines.map((line) => line.slice(5).trimStart()).join('\n');
}

function parsed(text: string): Received['message'] {
  if (!text.startsWith('{')) return null;
  const value: unknown = JSON.parse(text);
  return isObject(value) ? value : null;
}
