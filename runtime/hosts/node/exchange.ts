// One answer over node:http, behind the front's Exchange.
import type { ServerResponse } from 'node:http';
import type { Answer, Exchange, Fields, Flow } from '../../contract/http.ts';
import { binary, lengthOf } from '../../protocol/bytes.ts';
import { SSE_FIELDS } from '../../protocol/sse.ts';
import type { Backlog } from './backlog.ts';

/** A reader this far behind on a stream is cut off: what waits for it is memory. */
const MAX_WAITING = 8 * 1024 * 1024;

/** Pieces up to this size are joined: one packet is cheaper than several writes. */
const JOINED = 15 * 1024;
/** Of a larger body, pieces up to this size become text. */
const SMALL = 1024;

const LF = 0x0a;

/** The exchange of one response. A class: a request then costs one object instead of one and a dozen functions. */
export class NodeExchange implements Exchange {
  readonly #response: ServerResponse;
  readonly #backlog: Backlog;
  /** Bytes that wait, as the backlog was told. Most answers never wait. */
  #waiting = 0;
  #counted = false;
  /** Looks since a chunk came; none may count where that ended amid a line. */
  #looks = 0;

  constructor(response: ServerResponse, backlog: Backlog) {
    this.#response = response;
    this.#backlog = backlog;
  }

  open(status: number, fields: Fields): boolean {
    const response = this.#response;
    if (response.destroyed || response.headersSent) return false;
    if (this.#backlog.closing) response.shouldKeepAlive = false;
    response.writeHead(status, fields as string[]);
    if (fields[1] === SSE_FIELDS[1]) this.#backlog.alive.add(this);
    return true;
  }

  /** Writes a comment on a stream that has been quiet since the last look: between two lines, where none waits. */
  look(): void {
    const response = this.#response;
    if (response.destroyed) this.#leave();
    else if (this.#looks++ > 0 && response.writableLength === 0) response.write(':\n');
  }

  #leave(): void {
    this.#backlog.alive.delete(this);
  }

  #wrote(chunk: Uint8Array): boolean {
    this.#looks = chunk.at(-1) === LF ? 0 : Number.NaN;
    return this.#response.write(chunk);
  }

  send({ status, fields, body }: Answer): void {
    const response = this.#response;
    const size = lengthOf(body);
    const all = status === 204 ? fields : [...fields, 'content-length', String(size)];
    if (!this.open(status, all)) return;
    sendAtOnce(response, body, size <= JOINED ? JOINED : SMALL);
    if (this.#count()) this.#limitStall();
  }

  write(chunk: Uint8Array): void {
    const response = this.#response;
    if (response.destroyed || response.writableEnded) return;
    this.#wrote(chunk);
    if (response.writableLength > MAX_WAITING) response.destroy();
    else this.#count();
  }

  end(): void {
    this.#leave();
    this.#response.end();
  }

  onGone(gone: () => void): void {
    const response = this.#response;
    response.on('close', () => {
      // Here, too, for a listener of its own would cost as much as all else of a stream.
      this.#leave();
      if (!response.writableFinished) gone();
    });
  }

  /** Only where a body has an end of its own does a client see that it is missing: from HTTP/1.1 on. */
  flow(status?: number, fields: Fields = []): Flow | null {
    const response = this.#response;
    if (response.req.httpVersion === '1.0' || response.destroyed) return null;
    if (status !== undefined && !this.open(status, fields)) return null;
    return {
      write: (bytes) => this.#flow(bytes),
      end: () => this.end(),
      abort: () => void response.destroy(),
    };
  }

  #flow(bytes: Uint8Array): Promise<void> | null {
    const response = this.#response;
    if (response.destroyed) return null;
    const goesOn = this.#wrote(bytes);
    this.#count();
    if (goesOn) return null;
    response.setTimeout(this.#backlog.stallMs);
    return new Promise((resolve) => {
      const taken = (): void => {
        response.off('drain', taken).off('close', taken);
        response.setTimeout(0);
        resolve();
      };
      response.on('drain', taken).on('close', taken);
    });
  }

  /** Counts the bytes that wait, and tells whether any do. */
  #count(): boolean {
    const response = this.#response;
    const bytes = response.writableLength;
    if (bytes === this.#waiting) return bytes > 0;
    if (!this.#counted)
      response.on('drain', () => this.#put(response.writableLength)).on('close', () => this.#put(0));
    this.#counted = true;
    this.#put(bytes);
    return bytes > 0;
  }

  #put(bytes: number): void {
    this.#backlog.count(this.#response.req.socket, bytes - this.#waiting);
    this.#waiting = bytes;
  }

  /** Ends the connection when the client takes nothing of the answer for too long. */
  #limitStall(): void {
    const response = this.#response;
    const { socket } = response.req;
    response.setTimeout(this.#backlog.stallMs);
    // Before node:http sets its own for an idle connection: the next call may take longer.
    response.prependOnceListener('finish', () => socket.setTimeout(0));
  }
}

/**
 * Sends a body: as text where its pieces are small. Text of one character a byte becomes one text with the head, which node
 * writes to the system as it is; a Buffer would be a second piece, and `end` a third, all of them gathered again for the
 * system.
 */
function sendAtOnce(response: ServerResponse, body: readonly Uint8Array[], small: number): void {
  const { socket } = response;
  let text = '';
  // node:http corks a socket until the next turn, unless somebody else does.
  socket?.cork();
  for (const piece of body) {
    if (piece.length <= small) text += binary(piece, 0, piece.length);
    else {
      if (text !== '') response.write(text, 'latin1');
      response.write(piece);
      text = '';
    }
  }
  if (text !== '') response.write(text, 'latin1');
  socket?.uncork();
  response.end();
}
