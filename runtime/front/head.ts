// One pass over a request's header fields: what the front reads of them, and what it refuses at sight.
import type { Fields } from '../contract/http.ts';
import { HEADER_MISMATCH } from '../protocol/errors.ts';
import type { Refused } from './refuse.ts';

/** More fields than any client needs. The host bounds their bytes. */
const MAX_FIELDS = 200;

const NAMES = [
  'accept',
  'authorization',
  'content-length',
  'content-type',
  'host',
  'mcp-method',
  'mcp-name',
  'mcp-protocol-version',
  'mcp-session-id',
  'origin',
  'transfer-encoding',
  'x-api-key',
] as const;

/** The header fields that decide something, by their lower-case names; undefined where absent. */
export type Seen = Readonly<Record<(typeof NAMES)[number], string | undefined>>;

/** Those that must agree with the body: who reads another one of two reads another request. */
const MIRRORS: readonly string[] = ['mcp-method', 'mcp-name', 'mcp-protocol-version'];

/** All of them absent: copied for each request, so that every copy has one shape. */
const NOTHING = Object.fromEntries(NAMES.map((name) => [name, undefined])) as Seen;
/** By themselves: what is looked up with the very text that is the key is found sooner. */
const DECISIVE = new Map<string, keyof Seen>(NAMES.map((name) => [name, name]));

/** Reads `fields`. A field that may stand once and stands twice is a refusal, even with the same value (RFC 9110, 5.3). */
export function readHead(fields: Fields): Seen | Refused {
  if (fields.length > MAX_FIELDS * 2) return { status: 431 };
  const seen = { ...NOTHING };
  for (let i = 0; i < fields.length; i += 2) {
    const name = DECISIVE.get(fields[i]!);
    if (name === undefined) continue;
    const before = seen[name];
    if (before !== undefined && name !== 'accept') {
      const code = MIRRORS.includes(name) ? HEADER_MISMATCH : 400;
      return { status: 400, code, message: `Header field ${name} stands more than once.` };
    }
    seen[name] = before === undefined ? fields[i + 1]! : `${before},${fields[i + 1]}`;
  }
  return seen;
}

/**
 * True when only one length can be read: not both a length and a coding, no coding but `chunked`, a length of plain
 * digits (RFC 9112, 6.3). Most hosts refuse the rest themselves; all must.
 */
export function isFramed(seen: Seen): boolean {
  const length = seen['content-length'];
  const coding = seen['transfer-encoding'];
  if (coding !== undefined) return length === undefined && coding.toLowerCase() === 'chunked';
  return length === undefined || /^[0-9]{1,15}$/.test(length);
}
