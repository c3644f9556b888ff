// How the gateway's reply goes over HTTP: one JSON answer, or an event stream once a notification came first.
import type { Reply } from '../contract/gateway.ts';
import type { Exchange, Fields } from '../contract/http.ts';
import { sseEvent } from '../protocol/sse.ts';
import { JSON_FIELDS } from './refuse.ts';

export interface HttpReply extends Reply {
  /** Ends the exchange without an answer: the request was cancelled. Nothing after it. */
  abandon(): void;
}

const SSE_FIELDS: Fields = Object.freeze([
  'content-type',
  'text/event-stream',
  'cache-control',
  'no-store',
  'x-accel-buffering',
  'no',
]);

/** A reply onto `exchange`. `done` runs once, when the answer is complete or abandoned. */
export function httpReply(exchange: Exchange, done: () => void): HttpReply {
  let streaming = false;
  let over = false;
  const open = (fields: Fields): void => {
    streaming = true;
    exchange.open(200, fields.length === 0 ? SSE_FIELDS : [...SSE_FIELDS, ...fields]);
  };
  const write = (json: readonly Uint8Array[]): void => {
    for (const chunk of sseEvent(json)) exchange.write(chunk);
  };
  const finish = (): void => {
    over = true;
    done();
  };
  return {
    notification(json) {
      if (over) return;
      if (!streaming) open([]);
      write(json);
    },
    answer(status, json, fields) {
      if (over) return;
      if (streaming) {
        write(json);
        exchange.end();
      } else if (json.length === 0) {
        exchange.send(status, fields, '');
      } else {
        exchange.send(status, fields.length === 0 ? JSON_FIELDS : [...JSON_FIELDS, ...fields], json);
      }
      finish();
    },
    abandon() {
      if (over) return;
      if (!streaming) open([]);
      exchange.end();
      finish();
    },
  };
}
