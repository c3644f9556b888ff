// Patterns of resources: a URI with `*` for any run up to the next `/`, and `**` for any run. Compared with normalized URIs.
import type { Range } from '../diagnostics/finding.ts';
import type { Builder } from '../emit/builder.ts';
import { type Code, code, join } from '../emit/code.ts';
import type { Word } from './words.ts';

export interface ResourcePattern {
  readonly text: string;
  readonly range: Range;
  /** Literal texts, and the stars between them. */
  readonly pieces: readonly string[];
  /** Why no URI can match it; null when one can. */
  readonly problem: string | null;
}

const RUN = '*';
const ANY = '**';

/** A pattern as it is written, its scheme and host in lower case as in the URIs that it is compared with. */
export function resourcePattern({ text, range }: Word): ResourcePattern {
  const normal = text.replace(/^[A-Za-z][A-Za-z0-9+.-]*:(\/\/[^/?#]*)?/, (head) => head.toLowerCase());
  const pieces = normal.split(/(\*+)/).filter((piece) => piece !== '');
  const stars = pieces.map((piece) => (/^\*{3,}$/.test(piece) ? ANY : piece));
  return Object.freeze({ text, range, pieces: Object.freeze(stars), problem: problemOf(normal) });
}

function problemOf(text: string): string | null {
  if (!/^[a-z][a-z0-9+.-]*(:|\*)|^\*/.test(text)) return 'A URI begins with a scheme, as in `docs://`.';
  if (/%2f|%5c/i.test(text)) return 'A URI with an encoded slash is always refused.';
  if (/(^|\/)(\.|%2e){1,2}([/?#]|$)/i.test(text)) return 'A URI with a segment of dots is always refused.';
  return null;
}

/** Whether a normalized URI, or a template, matches. */
export function matchesUri({ pieces }: ResourcePattern, uri: string): boolean {
  const parts = pieces.map((piece) =>
    piece === ANY ? '[^]*' : piece === RUN ? '[^/]*' : piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
  );
  return new RegExp(`^${parts.join('')}$`).test(uri);
}

/** `resources` of a rule's plan: which URIs it speaks of, and which templates. */
export function printResources(patterns: readonly ResourcePattern[], builder: Builder): object {
  const heads = patterns.map(({ pieces: [head = '', next, ...rest] }) =>
    isStar(head)
      ? { text: '', whole: head === ANY && next === undefined }
      : { text: head, whole: next === ANY && rest.length === 0 },
  );
  return { matches: printUriPredicate(patterns, builder), heads };
}

/** A predicate over a normalized URI. */
export function printUriPredicate(patterns: readonly ResourcePattern[], builder: Builder): Code {
  const tests = [...new Map(patterns.map((one) => [one.text, one])).values()].map((one) =>
    printOne(one, builder),
  );
  return code`(n) => ${tests.length === 0 ? code`false` : join(tests, ' || ')}`;
}

function printOne({ pieces }: ResourcePattern, builder: Builder): Code {
  const [head = '', star, ...rest] = pieces;
  if (head === ANY && star === undefined) return code`true`;
  if (pieces.length === 1 && !isStar(head)) return code`n === ${head}`;
  if (star === ANY && rest.length === 0) return code`n.startsWith(${head})`;
  return code`${printGlob(pieces, builder)}(n)`;
}

/** Piece by piece, all the places where it can end: linear in the URI for each piece. */
function printGlob(pieces: readonly string[], builder: Builder): Code {
  const steps = pieces.map((piece) =>
    isStar(piece)
      ? code`at = run(n, at, ${piece === ANY});`
      : code`at = at.filter((i) => n.startsWith(${piece}, i)).map((i) => i + ${piece.length});`,
  );
  const body = [
    code`const run = (n, at, any) => { const ends = []; let open = false; for (let i = 0; i <= n.length; i++) { if (at.includes(i)) open = true; if (open) ends.push(i); if (!any && n[i] === "/") open = false; } return ends; };`,
    code`let at = [0];`,
    ...steps,
    code`return at.includes(n.length);`,
  ];
  return builder.fn(
    `resource ${pieces.filter((piece) => !isStar(piece)).join(' ')}`,
    [],
    code`(n) => {\n${join(body, '\n')}\n}`,
  );
}

const isStar = (piece: string): boolean => piece === RUN || piece === ANY;
