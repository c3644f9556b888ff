// The stream on which an HTTP server says that its tools changed, opened again when it breaks.
import type { ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import { backoff } from './backoff.ts';
import type { HttpSession } from './http-session.ts';

/** A stream that lived so long was a good one. */
const SETTLED_MS = 10_000;

const nothing = (): void => {};

/**
 * Listens as long as the session lives. Returns what ends it.
 *
 * @param before ends the stream that this one is to replace
 * @param settled runs when it is open, or refused
 */
export function watchChanges(
  session: HttpSession,
  before: () => void = nothing,
  settled: () => void = nothing,
): () => void {
  const { clock, changed, wants } = session.peer;
  let opens = 0;
  let openedAt = 0;
  let failures = 0;
  let ended = false;
  let stop = nothing;

  function open(): void {
    stop = session.listen({ opened, answer, failed });
  }

  function opened(): void {
    openedAt = clock.monotonic();
    settled();
    // What changed between two streams was told to nobody.
    if (++opens === 1) return before();
    changed();
    wants.watched.missed();
  }

  /** The answer to subscriptions/listen: the server ends it in good order, or does not offer it at all. */
  function answer({ kind }: ServerMessage): void {
    if (kind === 'result') again();
    else ended = true;
  }

  function failed({ kind, status, detail }: BackendFailure): void {
    settled();
    const refused = status !== null && status < 500 && status !== 429;
    if (!refused && kind !== 'unreachable') return again();
    if (ended) return;
    ended = true;
    // Refused at first: it has no such stream, and its list is asked for when it grows old. Refused later: it forgot.
    if (opens > 0 || !refused) session.doubt(detail);
  }

  function again(): void {
    if (ended) return;
    const lived = opens > 0 && clock.monotonic() - openedAt > SETTLED_MS;
    failures = lived ? 1 : failures + 1;
    stop = clock.after(backoff(failures), open);
  }

  open();
  return () => {
    ended = true;
    stop();
    before();
  };
}
