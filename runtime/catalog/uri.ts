// Resource URIs: one spelling for what means the same, and what a URI template can expand to.
// RFC 3986, section 6.2.2; RFC 6570; specification 2026-07-28, server/resources.
import type { ResourceFacts } from '../contract/tool.ts';

/** A resource as rules see it. */
export function resourceFacts(server: string, uri: string, mimeType: unknown): ResourceFacts {
  return Object.freeze({ uri, server, mimeType: typeof mimeType === 'string' ? mimeType : '' });
}

/** Longer URIs are refused: nobody has such a resource. In characters. */
const MAX_URI = 2048;

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const VISIBLE = /^[!-~\u0080-\uffff]+$/;
/** `/` and `\` in disguise. */
const HIDDEN_SLASH = /%2f|%5c/i;
/** A segment of one or two dots, however they are written. */
const DOT_SEGMENT = /(^|[/\\])(\.|%2e){1,2}([/\\?#]|$)/i;
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;

/**
 * A URI as rules see it: scheme and host in lower case, escapes in upper case, and none where none is needed. Null for
 * what could be read in two ways, and so could be judged as one thing and served as another: dot segments, encoded
 * slashes, broken escapes, white space.
 */
export function normalizeUri(text: string): string | null {
  if (text.length > MAX_URI || !VISIBLE.test(text)) return null;
  const scheme = SCHEME.exec(text);
  if (scheme === null || HIDDEN_SLASH.test(text) || BROKEN_ESCAPE.test(text)) return null;
  const rest = text.slice(scheme[0].length);
  if (DOT_SEGMENT.test(rest)) return null;
  const plain = rest.replace(/%[0-9A-Fa-f]{2}/g, unescaped);
  const host = /^\/\/[^/?#]*/.exec(plain)?.[0] ?? '';
  return `${scheme[0].toLowerCase()}${host.toLowerCase()}${plain.slice(host.length)}`;
}

/** An unreserved character needs no escape (RFC 3986, 2.3). */
function unescaped(escaped: string): string {
  const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  return /[A-Za-z0-9._~-]/.test(character) ? character : escaped.toUpperCase();
}

export interface UriTemplate {
  /** What stands before the first expression. */
  readonly head: string;
  /** Can it expand to this normalized URI? May say yes where only a careful reader of RFC 6570 would say no. */
  matches(uri: string): boolean;
}

/** A template as its server lists it. An expression stands for a run without `/`; `{+x}`, `{#x}`, `{/x}` and `{?x}` for any. */
export function uriTemplate(template: string): UriTemplate {
  const pieces = template.split(/(\{[^{}]*\})/);
  const glob = pieces.map((piece) => {
    if (!piece.startsWith('{')) return literal(piece);
    return /^\{[+#/?&;]/.test(piece) || piece.includes('*') ? ANY : RUN;
  });
  return { head: literal(pieces[0]!), matches: (uri) => globs(glob, uri) };
}

function literal(piece: string): string {
  return normalizeUri(piece) ?? piece;
}

const ANY = Symbol('any run');
const RUN = Symbol('a run without a slash');
type Glob = readonly (string | typeof ANY | typeof RUN)[];

/** Every prefix that the pieces so far can end at, step by step: linear in the URI for each piece. */
function globs(pieces: Glob, uri: string): boolean {
  let ends = new Set([0]);
  for (const piece of pieces) {
    const next = new Set<number>();
    if (typeof piece === 'string') {
      for (const at of ends) if (uri.startsWith(piece, at)) next.add(at + piece.length);
    } else {
      let open = false;
      for (let at = 0; at <= uri.length; at++) {
        open ||= ends.has(at);
        if (open) next.add(at);
        if (piece === RUN && uri[at] === '/') open = false;
      }
    }
    ends = next;
  }
  return ends.has(uri.length);
}
