// URLs that a person has to visit: an error in the legacy era, input that is required in the modern one; and their ids.
// Specification 2025-11-25, client/elicitation, "URL Elicitation Required Error"; 2026-07-28, changelog, minor change 11.
import type { ServerMessage } from '../contract/message.ts';
import type { Ask } from '../contract/server.ts';
import { encode, stringAt, textOf } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';
import { jsonIn } from './rounds.ts';

/** What such an error asks for; null where it is not what the protocol has. */
export function urlsIn({ bytes, error }: ServerMessage): readonly Ask[] | null {
  const span = error && members(bytes, error.start, ['data'])?.found[0];
  const data = span == null ? null : (jsonIn(textOf(bytes, span)) as { elicitations?: unknown } | null);
  const given = data?.elicitations;
  if (!Array.isArray(given) || given.length === 0) return null;
  return given.every(isUrl)
    ? given.map((params) => ({ method: 'elicitation/create', params: JSON.stringify(params) }))
    : null;
}

function isUrl(params: unknown): boolean {
  return typeof params === 'object' && params !== null && 'mode' in params && params.mode === 'url';
}

/** The params of a request as a legacy client knows them: a URL has an id there. `id` is raw JSON. */
export function identified({ method, params }: Ask, id: string): string {
  if (method !== 'elicitation/create') return params;
  const [mode, known] = members(encode(params), 0, ['mode', 'elicitationId'])?.found ?? [];
  const url = mode !== undefined && known === undefined && isUrl(JSON.parse(params));
  return url ? `{"elicitationId":${id},${params.slice(1)}` : params;
}

/** By what id its server will tell that the person has been there; null where it does not say one. */
export function elicitationIdIn({ method, params }: Ask): string | null {
  if (method !== 'elicitation/create') return null;
  const bytes = encode(params);
  return stringAt(bytes, members(bytes, 0, ['elicitationId'])?.found[0]);
}
