// Reads a request's body within its bound.
import type { IncomingMessage } from 'node:http';
import { concat } from '../../protocol/bytes.ts';

/** The body; 413 when it is larger than `limit` bytes, null when the client leaves before it is complete. */
export function bodyOf(request: IncomingMessage, limit: number): Promise<Uint8Array | 413 | null> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const left = (): void => resolve(null);
    // It may have left while its credential was checked.
    if (request.destroyed) return left();
    request.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      if (size > limit) resolve(413);
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(concat(chunks)));
    request.on('close', left);
  });
}
