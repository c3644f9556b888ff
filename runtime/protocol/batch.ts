// Batches of messages, which only 2025-03-26 has: whoever speaks it must take them (basic, "Batching").
import { skipSpace } from './bytes.ts';
import { skipValue } from './skip.ts';

/** The one revision with batches. */
export const BATCHING = '2025-03-26';

/** The values of a list; null for none, and for what is no list. What is inside of each is for its own scan. */
export function messagesOf(batch: Uint8Array): readonly Uint8Array[] | null {
  let at = skipSpace(batch, 0);
  if (batch[at] !== 0x5b) return null;
  const messages: Uint8Array[] = [];
  do {
    const start = skipSpace(batch, at + 1);
    const end = skipValue(batch, start);
    if (end < 0) return null;
    messages.push(batch.subarray(start, end));
    at = skipSpace(batch, end);
  } while (batch[at] === 0x2c);
  return batch[at] === 0x5d && skipSpace(batch, at + 1) === batch.length ? messages : null;
}
