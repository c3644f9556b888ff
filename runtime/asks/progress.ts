// Progress on what a legacy server asked: told under the gateway's own token, for those of two servers may be the same, and passed
// on under the server's. Specification 2025-11-25, basic/utilities/progress.
import type { Span } from '../contract/message.ts';
import { binary, concat, decode, encode, textOf } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';
import { splice } from '../protocol/splice.ts';

const TOKEN = 'progressToken';

/** The params of a question, under another token, and the one that was there: null where its server wants no progress. Raw JSON. */
export function tokened(
  params: string,
  token: string,
): { readonly params: string; readonly own: string | null } {
  const bytes = encode(params);
  const [meta] = members(bytes, 0, ['_meta'])?.found ?? [];
  const [span] = (meta && members(bytes, meta.start, [TOKEN])?.found) ?? [];
  if (span === undefined) return { params, own: null };
  return { params: replaced(bytes, span, token), own: textOf(bytes, span) };
}

/** The token under which a client tells of its progress: raw JSON; null where there is none. */
export function tokenIn(params: string): string | null {
  const bytes = encode(params);
  const span = members(bytes, 0, [TOKEN])?.found[0];
  return span === undefined ? null : textOf(bytes, span);
}

/** What a client tells, under the server's own token. */
export function underOwn(params: string, own: string): string {
  const bytes = encode(params);
  return replaced(bytes, members(bytes, 0, [TOKEN])!.found[0]!, own);
}

function replaced(bytes: Uint8Array, span: Span, json: string): string {
  const spelled = encode(json);
  return decode(concat(splice(bytes, [{ span, with: binary(spelled, 0, spelled.length) }])));
}
