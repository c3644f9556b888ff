// Reads a request's body within its bound.
import type { IncomingMessage } from 'node:http';
import { concat } from '../../protocol/bytes.ts';

/**
 * Reads the body and hands it to `done`, once: 413 when it is larger than `limit` bytes, nothing at all when the client
 * leaves before it is complete.
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  done: (body: Uint8Array | 413) => void,
): void {
  const chunks: Uint8Array[] = [];
  let size = 0;
  request.on('data', (chunk: Uint8Array) => {
    if (size > limit) return;
    size += chunk.length;
    if (size > limit) done(413);
    else chunks.push(chunk);
  });
  request.on('end', () => {
    if (size <= limit) done(concat(chunks));
  });
}
