// One pass over a request's header fields: what the front reads of them, and what it refuses at sight.
import type { Fields } from '../contract/http.ts';

/** The header fields the front decides by; null where absent. */
export interface HeadFields {
  host: string | null;
  origin: string | null;
  accept: string | null;
  contentType: string | null;
  contentLength: string | null;
  transferEncoding: string | null;
  sessionId: string | null;
  protocolVersion: string | null;
}

/** More fields than any client needs. The host bounds their bytes. */
const MAX_FIELDS = 200;

/** Fields that decide something and are read elsewhere: also at most once each. */
const SINGLETONS: ReadonlyMap<string, number> = new Map([
  ['authorization', 1],
  ['x-api-key', 2],
  ['mcp-method', 4],
  ['mcp-name', 8],
]);

export interface BadHead {
  readonly status: number;
  readonly reason: string;
}

/** Reads `fields`. A field that may stand once and stands twice is a refusal, even with the same value (RFC 9110, 5.3). */
export function readHead(fields: Fields): HeadFields | BadHead {
  if (fields.length > MAX_FIELDS * 2) return { status: 431, reason: `more than ${MAX_FIELDS} header fields` };
  const seen = emptyHead();
  let others = 0;
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]!;
    const slot = slotOf(name);
    if (slot === 'accept') {
      seen.accept = seen.accept === null ? fields[i + 1]! : `${seen.accept},${fields[i + 1]}`;
    } else if (slot !== null) {
      if (seen[slot] !== null) return duplicate(name);
      seen[slot] = fields[i + 1]!;
    } else {
      const bit = SINGLETONS.get(name);
      if (bit === undefined) continue;
      if ((others & bit) !== 0) return duplicate(name);
      others |= bit;
    }
  }
  return seen;
}

/** True for a refusal. */
export function isBadHead(head: HeadFields | BadHead): head is BadHead {
  return 'status' in head;
}

/**
 * Framing that two parsers could read differently (RFC 9112, 6.3): both lengths, any coding but `chunked`, a length
 * that is not plain digits. Most hosts refuse these themselves; all must.
 */
export function framingProblem(head: HeadFields): string | null {
  const { contentLength, transferEncoding } = head;
  if (contentLength !== null && !/^[0-9]{1,15}$/.test(contentLength)) return 'Content-Length is not a number';
  if (transferEncoding === null) return null;
  if (contentLength !== null) return 'both Content-Length and Transfer-Encoding';
  return transferEncoding.toLowerCase() === 'chunked' ? null : 'a Transfer-Encoding other than chunked';
}

function duplicate(name: string): BadHead {
  return { status: 400, reason: `header field ${name} stands more than once` };
}

function emptyHead(): HeadFields {
  return {
    host: null,
    origin: null,
    accept: null,
    contentType: null,
    contentLength: null,
    transferEncoding: null,
    sessionId: null,
    protocolVersion: null,
  };
}

function slotOf(name: string): keyof HeadFields | null {
  switch (name) {
    case 'host':
    case 'origin':
    case 'accept':
      return name;
    case 'content-type':
      return 'contentType';
    case 'content-length':
      return 'contentLength';
    case 'transfer-encoding':
      return 'transferEncoding';
    case 'mcp-session-id':
      return 'sessionId';
    case 'mcp-protocol-version':
      return 'protocolVersion';
    default:
      return null;
  }
}
