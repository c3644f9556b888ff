// One answer over node:http, behind the front's Exchange.
import type { ServerResponse } from 'node:http';
import type { Answer, Body, Exchange, Fields } from '../../contract/http.ts';

/** A reader this far behind on a stream is cut off: what waits for it is memory. */
const MAX_WAITING = 8 * 1024 * 1024;

/** Pieces up to this size are joined: one packet is cheaper than several writes. */
const JOINED = 16 * 1024;

/** The exchange of `response`. `draining` asks that the connection ends with the answer. */
export function nodeExchange(response: ServerResponse, draining: () => boolean): Exchange {
  const head = (status: number, fields: Fields, size: number | null): void => {
    const all = [...fields];
    if (size !== null) all.push('content-length', String(size));
    if (draining() && !all.includes('connection')) all.push('connection', 'close');
    response.writeHead(status, all);
  };
  return {
    send(status, fields, body) {
      if (response.destroyed || response.headersSent) return;
      const pieces = whole(body);
      head(status, fields, status === 204 ? null : sizeOf(pieces));
      endWith(response, pieces);
    },
    open(status, fields) {
      if (response.destroyed || response.headersSent) return;
      head(status, fields, null);
      response.flushHeaders();
    },
    write(chunk) {
      if (response.destroyed || response.writableEnded) return;
      response.write(chunk);
      if (response.writableLength > MAX_WAITING) response.destroy();
    },
    end() {
      if (!response.destroyed && !response.writableEnded) response.end();
    },
    onGone(gone) {
      response.once('close', () => {
        if (!response.writableFinished) gone();
      });
    },
  };
}

/** Sends a whole answer. */
export function sendAnswer(exchange: Exchange, answer: Answer): void {
  exchange.send(answer.status, answer.fields, answer.body);
}

/** The body as one piece where that is cheap. */
function whole(body: Body): string | Uint8Array | readonly Uint8Array[] {
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  if (body.length === 1) return body[0]!;
  return sizeOf(body) <= JOINED ? Buffer.concat(body) : body;
}

function sizeOf(body: Body): number {
  if (typeof body === 'string') return Buffer.byteLength(body);
  if (body instanceof Uint8Array) return body.length;
  let size = 0;
  for (const piece of body) size += piece.length;
  return size;
}

function endWith(response: ServerResponse, body: Body): void {
  if (typeof body === 'string' || body instanceof Uint8Array) {
    response.end(body);
    return;
  }
  response.cork();
  for (const piece of body) response.write(piece);
  response.end();
}
