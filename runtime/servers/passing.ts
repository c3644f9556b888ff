// An answer that is too large to be held: it passes while it comes, or is held after all.
//
// What passes: the complete result of a call that is a JSON body of more than 256 KiB, to a client that is answered by a JSON body.
// What is held: whatever is smaller; events of streams; what its client is told in a stream, or over HTTP/1.0, or by a Worker;
// errors, and results that say so at their beginning: they are redacted, translated and counted by what is in them; calls whose
// server may ask its client, tasks, conditions of a chain over results, hedged calls; resources for modern clients, whose
// lifetime is said first; and what does not begin like the result that was asked for.
import type { Through } from '../contract/attempt.ts';
import type { ServerMessage } from '../contract/message.ts';
import { concat, encode, lengthOf } from '../protocol/bytes.ts';
import { Outline } from '../protocol/outline.ts';
import { scanServer } from '../protocol/scan.ts';
import { passingRedaction } from './redact-passing.ts';

/** An answer to a call from this size on passes while it comes, where it may. In bytes. */
export const HELD = 256 * 1024;

/** What is known of who waits, and of the server. */
export interface PassingOptions {
  /** The hop's id. */
  readonly id: number;
  /** What may not pass: one character a byte, longest first. */
  readonly secrets: readonly string[];
  /** It must have said that it is complete before anything passes. */
  readonly saysSo: boolean;
}

/** An answer on its way. */
export interface Passing {
  /** Passes on what of these bytes may pass. A promise where the client is to take some first; false: this is no answer. */
  push(chunk: Uint8Array): Promise<void> | boolean;
  /** All has come. What is left of the answer for who wants to know how it ended; null: it is none. */
  end(): ServerMessage | null;
}

/**
 * Lets an answer pass of which `head` has come: whoever gets this pushes what follows.
 *
 * @returns null where the answer is to be held: nothing has passed then
 */
export function passing(
  head: Uint8Array,
  { id, secrets, saysSo }: PassingOptions,
  client: Through,
): Passing | null {
  const outline = new Outline({ ...client, id, clientId: encode(client.id) });
  const redaction = passingRedaction(secrets);
  const first = outline.push(redaction.push(head));
  if (first === null || !outline.begun || outline.over || outline.isError || (saysSo && !outline.complete))
    return null;
  const write = client.open();
  if (write === null) return null;
  let begun: readonly Uint8Array[] = first;
  const pass = (pieces: readonly Uint8Array[] | null): Promise<void> | boolean => {
    if (pieces === null) return false;
    const all = [...begun, ...pieces];
    begun = [];
    return lengthOf(all) === 0 ? true : (write(concat(all)) ?? true);
  };
  return {
    push: (chunk) => pass(outline.push(redaction.push(chunk))),
    end: () => (pass(outline.push(redaction.end())) !== false && outline.over ? ended(id, outline) : null),
  };
}

/** An answer that has passed: what it said of itself, and nothing of what was in it. */
function ended(id: number, { isError }: Outline): ServerMessage {
  return scanServer(encode(`{"jsonrpc":"2.0","id":${id},"result":{"isError":${isError}}}`))!;
}
