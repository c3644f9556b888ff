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
  INDENTED: {
    help: 'Keys of one map begin in the same column. A text of several lines needs quotes, or `|` before it.',
  },
  DIRECTIVE: { rule: 'source/directive', help: 'Remove the line. YAML 1.2 is what is read.' },
  MULTILINE_IMPLICIT_KEY: { help: 'A `:` is missing after a key, or the text needs quotes.' },
  RESOURCE_EXHAUSTION: { rule: 'source/too-deep', help: 'Nest less.' },
  SEVERAL: {
    rule: 'source/several-documents',
    help: 'Put it into a file of its own, and name that under `include`.',
  },
  TAB_AS_INDENT: { help: 'Indent with spaces.' },
  TAG: { rule: 'source/tag', help: 'Remove the tag. If this is text, put it in quotes.' },
  TOO_MANY: { rule: 'source/too-many-values', help: 'Split it, and name the parts under `include`.' },
  TOO_DEEP: { rule: 'source/too-deep', help: 'Nest less.' },
  UNEXPECTED_TOKEN: { help: 'Look for a missing quote, comma or bracket.' },
};

/** Characters of a message: some quote the source. */
const longest = 200;

/** Words for what the parser says in its own, and help where that of the code would mislead. */
const said: ReadonlyMap<string, readonly [words: string, help?: string]> = new Map([
  ['Alias cannot be an empty string', ['Here `*` begins an alias, but no name follows']],
  ['All mapping items must start at the same column', ['The keys of one map must begin at the same column']],
  [
    'All sequence items must start at the same column',
    ['The items of one list must begin at the same column'],
  ],
  [
    closing('sequence', ']'),
    ['The list that `[` begins is not closed before this', 'Write the closing bracket.'],
  ],
  [closing('map', '}'), ['The map that `{` begins is not closed before this', 'Write the closing bracket.']],
  ['Implicit keys need to be on a single line', ['A key must stand on one line']],
  ['Implicit map keys need to be followed by map values', ['Here a key has no `:` after it']],
  ['Missing closing "quote', ['A text in `"` is not closed', 'Write the closing quote.']],
  ["Missing closing 'quote", ["A text in `'` is not closed", 'Write the closing quote.']],
  ['Nested mappings are not allowed in compact mappings', ['A map cannot begin within a line']],
  ['Unexpected scalar at node end', ['More text stands after the value']],
]);

function closing(kind: string, bracket: string): string {
  return `Flow ${kind} in block collection must be sufficiently indented and end with a ${bracket}`;
}

/** One mistake where the parser tells two: a text that seems to go on in the next line, and to be a key there. */
export function merged(mistakes: readonly Mistake[]): readonly Mistake[] {
  const at = (code: string): ReadonlySet<number> =>
    new Set(mistakes.flatMap((mistake) => (mistake.code === code ? [mistake.start] : [])));
  const [maps, texts] = [at('BLOCK_AS_IMPLICIT_KEY'), at('MULTILINE_IMPLICIT_KEY')];
  return mistakes.flatMap((mistake) => {
    const both = maps.has(mistake.start) && texts.has(mistake.start);
    if (both && mistake.code === 'BLOCK_AS_IMPLICIT_KEY') return [];
    if (!both || mistake.code !== 'MULTILINE_IMPLICIT_KEY') return [mistake];
    const message = 'What follows is indented as if this text went on';
    return [{ ...mistake, code: 'INDENTED', message }];
  });
}

/** Mistakes after which the document can still be read. */
const harmlessCodes = new Set(['TAG']);

export function isFatal({ code }: Mistake): boolean {
  return !harmlessCodes.has(code);
}

export function findingOf(mistake: Mistake, source: SourceText): Finding {
  const { rule = 'source/syntax', help: usual } = byCode[mistake.code] ?? {};
  const [own = mistake.message, help = usual] = said.get(mistake.message) ?? [];
  const words = own.slice(0, longest);
  const message = `${words.replace(/\s+/g, ' ').replace(/[.:]? ?$/, '')}.`;
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
