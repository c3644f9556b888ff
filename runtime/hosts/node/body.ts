// Reads a request's body: whole, within its bounds, or not at all.
import type { IncomingMessage } from 'node:http';
import type { Bounds } from '../../contract/http.ts';

/** How reading a body ends: with its bytes, or with why not. `gone`: the client left. */
export interface BodyHandler {
  complete(body: Uint8Array): void;
  failed(status: 408 | 413 | 'gone'): void;
}

const EMPTY = new Uint8Array(0);

/** Reads the body of `request`; a body in one chunk is not copied. Exactly one of `handler`'s functions runs, once. */
export function readBody(request: IncomingMessage, bounds: Bounds, handler: BodyHandler): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let over = false;
  const finish = (): boolean => {
    if (over) return false;
    over = true;
    clearTimeout(deadline);
    return true;
  };
  const fail = (status: 408 | 413 | 'gone'): void => {
    if (finish()) handler.failed(status);
  };
  const deadline = setTimeout(() => fail(408), bounds.bodyMs);
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > bounds.bodyBytes) fail(413);
    else if (!over) chunks.push(chunk);
  });
  request.on('end', () => {
    if (finish())
      handler.complete(
        chunks.length === 1 ? chunks[0]! : chunks.length === 0 ? EMPTY : Buffer.concat(chunks, size),
      );
  });
  request.on('error', () => fail('gone'));
  request.on('close', () => fail('gone'));
}
