// The parser's mistakes as findings: its codes to help that fits this language.
import type { Finding, Range } from '../diagnostics/finding.ts';
import type { SourceText } from '../diagnostics/position.ts';
import type { Mistake } from './syntax.ts';

const quotes = 'If this is text, put it in quotes.';

/** Rule and help by the parser's code; others are plain syntax errors. */
const byCode: Readonly<Record<string, { readonly rule?: string; readonly help?: string }>> = {
  BAD_ALIAS: { rule: 'source/alias', help: 'A value that begins with `*` needs quotes: `"*"`.' },
  BAD_DQ_ESCAPE: { help: 'In double quotes `\\` begins an escape. Write `\\\\`, or use single quotes.' },
  BAD_INDENT: { help: 'Indent the entries of one map or list alike, and deeper than its key.' },
  BAD_SCALAR_START: { help: quotes },
  BLOCK_AS_IMPLICIT_KEY: { help: 'A value with `: ` in it needs quotes.' },
  DIRECTIVE: { rule: 'source/directive', help: 'Remove the line. YAML 1.2 is what is read.' },
  MULTILINE_IMPLICIT_KEY: { help: 'A `:` is missing after a key, or the text needs quotes.' },
  RESOURCE_EXHAUSTION: { rule: 'source/too-deep', help: 'Nest less.' },
  SEVERAL: {
    rule: 'source/several-documents',
    help: 'Put it into a file of its own, and name that under `include`.',
  },
  TAB_AS_INDENT: { help: 'Indent with spaces.' },
  TAG_RESOLVE_FAILED: { rule: 'source/tag', help: 'Remove the tag: values need none here.' },
  TOO_MANY: { rule: 'source/too-many-values', help: 'Split it, and name the parts under `include`.' },
  TOO_DEEP: { rule: 'source/too-deep', help: 'Nest less.' },
  UNEXPECTED_TOKEN: { help: 'Look for a missing quote, comma or bracket.' },
};

/** Characters of a message: some quote the source. */
const longest = 200;

/** Mistakes after which the document can still be read. */
const harmlessCodes = new Set(['TAG_RESOLVE_FAILED']);

export function isFatal({ code }: Mistake): boolean {
  return !harmlessCodes.has(code);
}

export function findingOf(mistake: Mistake, source: SourceText): Finding {
  const { rule = 'source/syntax', help } = byCode[mistake.code] ?? {};
  const message = `${mistake.message
    .slice(0, longest)
    .replace(/\s+/g, ' ')
    .replace(/[.:]? ?$/, '')}.`;
  const range = rangeIn(source, mistake);
  return { rule, severity: 'error', message, range, ...(help === undefined ? {} : { help }) };
}

/** The mistake's range, within the text and without final line breaks. */
function rangeIn({ path: file, text }: SourceText, mistake: Mistake): Range {
  const start = Math.min(Math.max(0, mistake.start), text.length);
  const spoken = text.slice(start, Math.max(start, mistake.end)).trimEnd();
  const end = start + Math.max(spoken.length, Math.min(1, text.length - start));
  return { file, start, end };
}
