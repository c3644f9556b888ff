// Leaves secrets out of bytes that pass: as much is held back as may be the beginning of one.
import type { PassingRedaction } from '../contract/redact.ts';
import { binary, concat, encode } from '../protocol/bytes.ts';

const MASK = /* @__PURE__ */ encode('***');
const NONE = /* @__PURE__ */ new Uint8Array(0);

/** @param secrets one character a byte, longest first: of two that begin at one place the longer one is left out */
export function passingRedaction(secrets: readonly string[]): PassingRedaction {
  const longest = secrets[0]?.length ?? 0;
  let rest: Uint8Array = NONE;

  /** Replaces what begins before `end`, and cuts there. */
  function through(bytes: Uint8Array, end: number): Uint8Array {
    const text = binary(bytes, 0, bytes.length);
    const out: Uint8Array[] = [];
    let from = 0;
    for (;;) {
      const found = first(text, from, secrets);
      if (found === null || found.at >= end) break;
      out.push(bytes.subarray(from, found.at), MASK);
      from = found.at + found.length;
    }
    const to = Math.max(from, end);
    rest = bytes.subarray(to);
    out.push(bytes.subarray(from, to));
    return concat(out);
  }

  return {
    push(chunk) {
      if (longest === 0) return chunk;
      const bytes = rest.length === 0 ? chunk : concat([rest, chunk]);
      return through(bytes, Math.max(0, bytes.length - longest + 1));
    },
    end: () => through(rest, rest.length),
  };
}

function first(
  text: string,
  from: number,
  secrets: readonly string[],
): { at: number; length: number } | null {
  let at = -1;
  let length = 0;
  for (const secret of secrets) {
    const found = text.indexOf(secret, from);
    if (found < 0 || (at >= 0 && found >= at)) continue;
    at = found;
    length = secret.length;
  }
  return at < 0 ? null : { at, length };
}
