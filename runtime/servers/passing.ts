// An answer that is too large to be held: it passes while it comes, or is held after all.
//
// What passes: the complete result of a call that has more than 256 KiB, as a JSON body, an event of a stream or a line of a
// child, to a client that is answered by JSON or by an event. Who reads slowly holds up the server, not the gateway; but a child
// and an older server over SSE have one stream for all calls: there an answer waits for its client, within the bounds of a message.
// What is held, and why:
// - what is smaller: it comes with the next bytes, and can then be told with its length;
// - errors: they are redacted, translated and counted by what is in them;
// - what may be no complete result: of a modern server that may ask, what begins with something else than its type or content;
//   of one whose client knows extensions, which have types of their own, what does not begin with its type; tasks of older servers;
// - calls of which a chain's condition or a hedge has to see the result before it is anybody's;
// - what comes over a stream for all calls, does not say first whose it is and may be another's: several wait, or one has given up;
// - answers to a batch: they share one stream of events, which cannot lie within each other;
// - what goes to clients of HTTP/1.0, who could not tell that the end is missing;
// - what does not begin like the result that was asked for.
import type { Through } from '../contract/attempt.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { Redact } from '../contract/redact.ts';
import { concat, encode, lengthOf } from '../protocol/bytes.ts';
import { Outline } from '../protocol/outline.ts';
import { scanServer } from '../protocol/scan.ts';

/** An answer to a call from this size on passes while it comes, where it may. In bytes. */
export const HELD = 256 * 1024;

/** What is wrong with an answer that began like one. */
export const NO_ANSWER = 'its answer is not the complete result that was asked for';

const NONE = /* @__PURE__ */ new Uint8Array(0);

/** What is known of who waits, and of the server. */
export interface PassingOptions {
  /** The hop's id. */
  readonly id: number;
  /** Leaves out the server's secrets. */
  readonly redact: Redact;
  /** It may ask for something, as what has content does not (2026-07-28, schema, InputRequiredResult). */
  readonly asks: boolean;
  /** It may be of a type that an extension has: that is told by its type alone. */
  readonly extended: boolean;
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
  { id, redact, asks, extended }: PassingOptions,
  client: Through,
): Passing | null {
  const outline = new Outline({ ...client, id, clientId: encode(client.id) });
  const redaction = redact.passing?.();
  const push = (chunk: Uint8Array): Uint8Array[] | null => outline.push(redaction?.push(chunk) ?? chunk);
  const first = push(head);
  if (first === null || !outline.begun || outline.over) return null;
  if (!outline.complete && (extended || (asks && !outline.hasContent))) return null;
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
    push: (chunk) => pass(push(chunk)),
    end: () =>
      pass(outline.push(redaction?.end() ?? NONE)) !== false && outline.over ? ended(id, outline) : null,
  };
}

/** An answer that has passed: what it said of itself, and nothing of what was in it. */
function ended(id: number, { isError }: Outline): ServerMessage {
  return scanServer(encode(`{"jsonrpc":"2.0","id":${id},"result":{"isError":${isError}}}`))!;
}
