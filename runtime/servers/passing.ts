// An answer that is too large to be held: it passes while it comes, or is held after all.
//
// What passes: the complete result of a call that has more than 256 KiB, as a JSON body, an event of a stream or a line of a
// child, to a client that is answered by JSON or by an event. Who reads slowly holds up the server, not the gateway; but a child
// and an older server over SSE have one stream for all calls: there an answer waits for its client, within the bounds of a message.
// What is held, and why:
// - what is smaller: it comes with the next bytes, and can then be told with its length;
// - errors, and results that say so at their beginning: they are redacted, translated and counted by what is in them;
// - calls whose server may ask its client, and tasks: what asks or begins may show at the very end;
// - calls of which a chain's condition or a hedge has to see the result before it is anybody's;
// - what comes over a stream for all calls and does not say first whose it is (the official SDK for TypeScript does so last);
// - what goes to a legacy client in a stream: it is kept, so that one whose connection breaks is told without a second call;
// - what goes to clients of HTTP/1.0, who could not tell that the end is missing;
// - what does not begin like the result that was asked for.
import type { Through } from '../contract/attempt.ts';
import type { ServerMessage } from '../contract/message.ts';
import { concat, encode, lengthOf } from '../protocol/bytes.ts';
import { Outline } from '../protocol/outline.ts';
import { scanServer } from '../protocol/scan.ts';
import { passingRedaction } from './redact-passing.ts';

/** An answer to a call from this size on passes while it comes, where it may. In bytes. */
export const HELD = 256 * 1024;

/** What is wrong with an answer that began like one. */
export const NO_ANSWER = 'its answer is not the complete result that was asked for';

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
