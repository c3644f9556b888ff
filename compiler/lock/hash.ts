// What a lock says of a definition beside the definition itself: its hash, and about how many tokens it takes.
import { createHash } from 'node:crypto';
import { canonical, HASH_PREFIX } from '../../runtime/lock/canonical.ts';
import type { Definition, LockedKind } from './model.ts';

/** `sha256:…` over the canonical form, as the gateway computes it of what a server lists. */
export function hashOf(definition: Definition | string): string {
  return `${HASH_PREFIX}${createHash('sha256').update(canonical(definition), 'utf8').digest('hex')}`;
}

/** What a model is given of a definition; the rest is for the client. */
const given: Readonly<Record<LockedKind, readonly string[]>> = {
  tools: ['name', 'description', 'inputSchema'],
  prompts: ['name', 'description', 'arguments'],
  resourceTemplates: ['uriTemplate', 'name', 'description'],
};

/**
 * About how many tokens of a model's context a definition takes. An estimate, since every model counts otherwise: a token
 * for 4 characters of ASCII and for each other character of the JSON that a model is given, rounded up.
 */
export function tokensOf(definition: Definition, kind: LockedKind = 'tools'): number {
  const members = given[kind].flatMap((key) => (key in definition ? [[key, definition[key]] as const] : []));
  return tokensIn(JSON.stringify(Object.fromEntries(members)));
}

/** The same of a text. */
export function tokensIn(text: string): number {
  const others = [...text].filter((character) => character > '\u007f').length;
  return Math.ceil(([...text].length - others) / 4 + others);
}
