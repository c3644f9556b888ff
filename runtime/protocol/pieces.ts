// Answers that come in several pieces, most of it one long string: what is to be scanned of them, without joining all.
import type { Cut } from '../contract/message.ts';
import { concat, lengthOf } from './bytes.ts';
import { skipString } from './skip.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** No name or value of the protocol's own is as long, however it is escaped: what is shorter has to be read. */
const LONG = 4096;

/** A message that lacks the inside of a string. */
interface Thin {
  readonly bytes: Uint8Array;
  readonly cut: Cut;
}

/**
 * A message without the inside of the one string that reaches from its first piece into its last: every other byte is
 * there. Null where no string does, or one that may mean something.
 */
export function withoutString(pieces: readonly Uint8Array[]): Thin | null {
  const first = pieces[0]!;
  const last = pieces.length - 1;
  const at = openString(first);
  if (at < 0) return null;
  let escaped = endsEscaping(first, at);
  for (let k = 1; k <= last; k++) {
    const piece = pieces[k]!;
    const past = skipString(piece, escaped ? 0 : -1);
    if (past >= 0) return k === last ? cutAt(pieces, at, past - 1) : null;
    escaped = endsEscaping(piece, escaped ? 1 : 0);
  }
  return null;
}

function cutAt(pieces: readonly Uint8Array[], at: number, end: number): Thin | null {
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  const inside = [first.subarray(at), ...pieces.slice(1, -1), last.subarray(0, end)];
  if (lengthOf(inside) < LONG) return null;
  return { bytes: concat([first.subarray(0, at), last.subarray(end)]), cut: { at, pieces: inside } };
}

/** Past the quote of the string that is not closed in `bytes`; -1 where all are. */
function openString(bytes: Uint8Array): number {
  let at = bytes.indexOf(QUOTE);
  while (at >= 0) {
    const past = skipString(bytes, at);
    if (past < 0) return at + 1;
    at = bytes.indexOf(QUOTE, past);
  }
  return -1;
}

/** Whether the first byte of the next piece is escaped; what is inside the string begins at `from`. */
function endsEscaping(piece: Uint8Array, from: number): boolean {
  let at = piece.length;
  while (at > from && piece[at - 1] === BACKSLASH) at--;
  return (piece.length - at) % 2 === 1;
}
