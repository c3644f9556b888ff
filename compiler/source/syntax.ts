// YAML text to the `yaml` package's document, bounded: hostile text costs no more than its length.
import { Composer, type Document, Lexer, type ParsedNode, Parser } from 'yaml';

/** A mistake as the parser tells it. */
export interface Mistake {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface Syntax {
  /** Null when nothing could be made of the text. */
  readonly document: Document.Parsed<ParsedNode> | null;
  readonly mistakes: readonly Mistake[];
}

/** Maps and lists within each other. */
export const deepest = 64;
const mostMistakes = 50;
/** Pieces of text that the lexer tells apart: a dense megabyte of policy has fewer. */
const mostLexemes = 800_000;
// Each level has a few entries on the parser's stack.
const deepestStack = 4 * deepest;

/** What the lexer puts before the text of a scalar. */
export const scalarMark = '\u001f';

/** Thrown to leave the parser early; never leaves this file. */
const enough = Symbol('enough');

/** Parses one text. Never throws. */
export function parseSyntax(text: string): Syntax {
  const mistakes: Mistake[] = [];
  const report = (code: string, message: string, start: number, end: number): void => {
    mistakes.push({ code, message, start, end });
    if (mistakes.length >= mostMistakes) throw enough;
  };
  try {
    return { document: compose(text, report), mistakes };
  } catch (error) {
    if (error !== enough) {
      mistakes.push({ code: 'INTERNAL', message: 'This cannot be read as YAML', start: 0, end: 0 });
    }
    return { document: null, mistakes };
  }
}

type Report = (code: string, message: string, start: number, end: number) => void;

function compose(text: string, report: Report): Syntax['document'] {
  const composer = new Composer({ keepSourceTokens: true, uniqueKeys: false, version: '1.2' });
  const unclosed: number[] = [];
  // Its own handler keeps every mistake as an Error with a stack: a megabyte of commas would take ten seconds.
  Object.defineProperty(composer, 'onError', { value: composerReport(report, unclosed) });
  let document: Syntax['document'] = null;
  let documents = 0;
  for (const token of tokens(text, report, unclosed)) {
    if (token.type === 'error') {
      report('UNEXPECTED_TOKEN', token.message, token.offset, token.offset + token.source.length);
      continue;
    }
    if (token.type === 'directive') {
      report('DIRECTIVE', 'Directives are not used here', token.offset, token.offset + token.source.length);
      continue;
    }
    if (token.type === 'document') {
      documents += 1;
      if (documents === 2) report('SEVERAL', 'A second document begins here', token.offset, token.offset + 3);
    }
    if (documents < 2) for (const done of composer.next(token)) document = done as Syntax['document'];
  }
  for (const done of composer.end()) document = done as Syntax['document'];
  return document;
}

/** The parser's tokens, until it is too deep. `unclosed` receives where quoted texts begin that do not end. */
function* tokens(
  text: string,
  report: Report,
  unclosed: number[],
): Generator<ReturnType<Parser['next']> extends Generator<infer T> ? T : never> {
  const parser = new Parser();
  let offset = 0;
  let lexemes = 0;
  let before = '';
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('!') && before !== scalarMark) {
      report('TAG', 'Tags are not used here', offset, offset + lexeme.length);
    }
    if (isUnclosed(lexeme, before)) unclosed.push(offset);
    before = lexeme;
    yield* parser.next(lexeme);
    if (parser.stack.length > deepestStack) {
      report('TOO_DEEP', `More than ${deepest} maps and lists are within each other`, offset, offset + 1);
      return;
    }
    lexemes += 1;
    if (lexemes > mostLexemes) {
      report('TOO_MANY', 'The file holds too many values', offset, offset + 1);
      return;
    }
    offset = parser.offset;
  }
  yield* parser.end();
}

function isUnclosed(lexeme: string, before: string): boolean {
  const [quote] = lexeme;
  if (before === scalarMark || (quote !== '"' && quote !== "'")) return false;
  return lexeme.length === 1 || !lexeme.endsWith(quote);
}

/** What the composer calls: with a token, an offset or a pair of offsets. */
type ErrorSource =
  | number
  | readonly [number, number]
  | { readonly offset: number; readonly source?: unknown };

function composerReport(report: Report, unclosed: readonly number[]) {
  return (source: ErrorSource, code: string, message: string): void => {
    // Said already, where the tag stands.
    if (code === 'TAG_RESOLVE_FAILED') return;
    const [at, end] = span(source);
    const quote = message.startsWith('Missing closing') ? unclosed.findLast((one) => one < at) : undefined;
    // Told where it begins: where it should have ended nobody knows.
    const start = quote ?? at;
    report(code, message, start, quote === undefined ? end : quote + 1);
  };
}

function span(source: ErrorSource): readonly [number, number] {
  if (typeof source === 'number') return [source, source + 1];
  if ('offset' in source) {
    const length = typeof source.source === 'string' ? source.source.length : 1;
    return [source.offset, source.offset + length];
  }
  return [source[0], source[1] ?? source[0] + 1];
}
