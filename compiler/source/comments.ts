// Comments that suppress a finding: `# mcpgw-ignore access/unused-server: reason until 2027-01-01`.
import { Lexer } from 'yaml';
import type { Finding } from '../diagnostics/finding.ts';
import type { SourceText } from '../diagnostics/position.ts';
import type { Suppression } from '../diagnostics/suppress.ts';
import { scalarMark } from './syntax.ts';
import { readTime } from './times.ts';

export interface Suppressions {
  readonly suppressions: readonly Suppression[];
  readonly findings: readonly Finding[];
}

const word = 'mcpgw-ignore';
const begin = /^#\s*mcpgw-ignore\b/;
/** Suppressions in one file, and characters in one of them. */
const most = 200;
const longest = 1000;
const shape = /^#\s*mcpgw-ignore\s+([a-z0-9-]+\/[a-z0-9-]+)\s*:\s*(.*)$/;
const dated = /^(.*?)\s*\buntil\s+(\S+)$/;

/** Reads the suppressions of a text that has been parsed without a syntax error. */
export function readSuppressions(source: SourceText): Suppressions {
  if (!source.text.includes(word)) return { suppressions: [], findings: [] };
  const all = comments(source.text).filter(({ text }) => begin.test(text));
  const read = all.slice(0, most).map((comment) => readOne(source, comment));
  if (all.length > most) read.push(tooMany(source, all[most] as Comment));
  return {
    suppressions: read.flatMap((one) => ('covers' in one ? [one] : [])),
    findings: read.flatMap((one) => ('covers' in one ? [] : [one])),
  };
}

interface Comment {
  readonly text: string;
  readonly start: number;
}

// Marks that the lexer puts between pieces of the text: document, end of flow, scalar.
const marks = new Set(['\u0002', '\u0018', scalarMark]);

/** The comments of a text; a `#` within a scalar is none. */
function comments(text: string): readonly Comment[] {
  const found: Comment[] = [];
  let start = 0;
  let before = '';
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('#') && before !== scalarMark) found.push({ text: lexeme.trimEnd(), start });
    if (!marks.has(lexeme)) start += lexeme.length;
    before = lexeme;
  }
  return found;
}

function readOne(source: SourceText, { text, start }: Comment): Suppression | Finding {
  const range = { file: source.path, start, end: start + text.length };
  const match = text.length > longest ? null : shape.exec(text);
  const [, all = '', day] = dated.exec(match?.[2] ?? '') ?? [null, match?.[2] ?? ''];
  const reason = all.trim();
  const until = day ?? null;
  const wrong = wrongWith(match, reason, until);
  if (wrong !== null) {
    const help = 'Write `# mcpgw-ignore room/rule: the reason`, maybe with `until 2027-01-01` at its end.';
    return { rule: 'suppressions/malformed', severity: 'error', message: wrong, range, help };
  }
  return Object.freeze({ rule: match?.[1] ?? '', reason, until, range, covers: covered(source, start) });
}

function tooMany({ path: file }: SourceText, { text, start }: Comment): Finding {
  const message = `More than ${most} findings are ignored in this file.`;
  const range = { file, start, end: start + text.length };
  return { rule: 'suppressions/malformed', severity: 'error', message, range };
}

function wrongWith(match: RegExpExecArray | null, reason: string, until: string | null): string | null {
  if (match === null) return 'This comment does not say which rule to ignore, and why.';
  if (reason === '') return 'This comment gives no reason.';
  if (until !== null && !isDay(until)) return `“${until}” is not a day.`;
  return null;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && readTime(`${text}T00:00:00Z`) !== null;
}

/** The comment's own line; if nothing else stands there, the next line that is no comment. */
function covered({ path: file, text }: SourceText, at: number): Suppression['covers'] {
  let start = text.lastIndexOf('\n', at - 1) + 1;
  while (/^[ \t]*#/.test(lineAt(text, start)) && start + lineAt(text, start).length < text.length) {
    start += lineAt(text, start).length + 1;
  }
  return Object.freeze({ file, start, end: start + lineAt(text, start).length });
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.slice(start) : text.slice(start, end);
}
