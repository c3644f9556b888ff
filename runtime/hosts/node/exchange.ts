// One answer over node:http, behind the front's Exchange.
import type { ServerResponse } from 'node:http';
import type { Exchange, Fields } from '../../contract/http.ts';
import { lengthOf } from '../../protocol/bytes.ts';

/** A reader this far behind on a stream is cut off: what waits for it is memory. */
const MAX_WAITING = 8 * 1024 * 1024;

/** Pieces up to this size are joined: one packet is cheaper than several writes. */
const JOINED = 16 * 1024;

/** The exchange of `response`. `draining` asks that the connection ends with the answer. */
export function nodeExchange(response: ServerResponse, draining: () => boolean): Exchange {
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
      if (size <= JOINED) return void response.end(Buffer.concat(body));
      response.cork();
      for (const piece of body) response.write(piece);
      response.end();
    },
    open: begin,
    write(chunk) {
      if (response.destroyed || response.writableEnded) return;
      response.write(chunk);
      if (response.writableLength > MAX_WAITING) response.destroy();
    },
    end: () => void response.end(),
    onGone(gone) {
      response.once('close', () => {
        if (!response.writableFinished) gone();
      });
    },
  };
}
