// One answer over node:http, behind the front's Exchange.
import type { ServerResponse } from 'node:http';
import type { Exchange, Fields } from '../../contract/http.ts';
import { concat, lengthOf } from '../../protocol/bytes.ts';
import type { Backlog } from './backlog.ts';

/** A reader this far behind on a stream is cut off: what waits for it is memory. */
const MAX_WAITING = 8 * 1024 * 1024;

/** Pieces up to this size are joined: one packet is cheaper than several writes. */
const JOINED = 16 * 1024;

/** The exchange of `response`. `draining` asks that the connection ends with the answer. */
export function nodeExchange(response: ServerResponse, backlog: Backlog, draining: () => boolean): Exchange {
  const counted = counter(response, backlog);
  const begin = (status: number, fields: Fields): boolean => {
    if (response.destroyed || response.headersSent) return false;
    if (draining()) response.shouldKeepAlive = false;
    response.writeHead(status, fields as string[]);
    return true;
  };
  return {
    send({ status, fields, body }) {
      const size = lengthOf(body);
      const length = status === 204 ? [] : ['content-length', String(size)];
      if (!begin(status, fields.concat(length))) return;
      if (size <= JOINED) response.end(concat(body));
      else {
        response.cork();
        for (const piece of body) response.write(piece);
        response.end();
      }
      if (counted()) limitStall(response, backlog);
    },
    open: begin,
    write(chunk) {
      if (response.destroyed || response.writableEnded) return;
      response.write(chunk);
      if (response.writableLength > MAX_WAITING) response.destroy();
      else counted();
    },
    end: () => void response.end(),
    onGone(gone) {
      response.once('close', () => {
        if (!response.writableFinished) gone();
      });
    },
  };
}

/** Returns what counts the bytes of `response` that wait, and tells whether any do. Most answers never wait. */
function counter(response: ServerResponse, backlog: Backlog): () => boolean {
  let waiting = 0;
  const { socket } = response.req;
  const put = (bytes: number): void => {
    const more = bytes - waiting;
    waiting = bytes;
    backlog.count(socket, more);
  };
  let begun = false;
  return () => {
    const bytes = response.writableLength;
    if (bytes === waiting) return bytes > 0;
    if (!begun) response.on('drain', () => put(response.writableLength)).once('close', () => put(0));
    begun = true;
    put(bytes);
    return bytes > 0;
  };
}

/** Ends the connection when the client takes nothing of the answer for too long. */
function limitStall(response: ServerResponse, { stallMs }: Backlog): void {
  const { socket } = response.req;
  response.setTimeout(stallMs);
  // Before node:http sets its own for an idle connection: the next call may take longer.
  response.prependOnceListener('finish', () => socket.setTimeout(0));
}
