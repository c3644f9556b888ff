// The parser's place among the tokens, and its way of reporting what stands there.
import type { Expr, Shape } from './ast.ts';
import type { Report, Span, Words } from './problem.ts';
import type { Token } from './token.ts';

/** How deep an expression may nest. */
export const deepest = 96;

/** An operator in a row with others makes an expression so much deeper than brackets do. */
const inRow = 1 / 8;

export interface Cursor {
  peek(ahead?: number): Token;
  next(): Token;
  /** Takes the symbol if it is next. */
  take(symbol: string): Token | null;
  /** Takes the symbol, or reports what stands in its place and takes nothing. */
  expect(symbol: string, opened: Token): Token | null;
  /** A syntax problem. Silent about a token that is itself a reported repair. */
  wrong(span: Span, words: Words): void;
  /** Builds a node; a `bad` one when it is too deep. `row`: its first child is the rest of a row of operators. */
  node(start: number, end: number, shape: Shape, children: readonly Expr[], row?: boolean): Expr;
  /** Parses a whole expression, as between brackets. */
  expr(): Expr;
  /** Runs `read` one level deeper, or reports that the level is too deep. */
  nested(read: () => Expr): Expr;
}

/** The text of a token for a message. */
export function shown(token: Token): string {
  if (token.kind === 'end') return 'the end';
  if (token.kind === 'name' || token.kind === 'symbol') return `\`${token.text}\``;
  if (token.kind === 'quoted') return `\`${token.text}\``;
  if (token.kind === 'literal') return token.literal.type === 'string' ? 'a string' : `a value`;
  return 'a value';
}

export function cursor(tokens: readonly Token[], report: Report, parse: (at: Cursor) => Expr): Cursor {
  let at = 0;
  let level = 0;
  let stopped = false;
  // The last token is the end, and is never passed.
  const peek = (ahead = 0): Token => tokens[at + ahead] ?? tokens.at(-1)!;
  const next = (): Token => {
    const token = tokens[at]!;
    if (token.kind !== 'end') at++;
    return token;
  };
  const take = (symbol: string): Token | null => (isSymbol(tokens[at]!, symbol) ? next() : null);
  const wrong = (span: Span, words: Words) => {
    if (!stopped) report('cel/syntax', span, words);
  };
  const tooDeep = (span: Span) =>
    report('cel/too-deep', span, {
      message: `The expression is nested deeper than ${deepest} levels.`,
      help: 'Split the rule in several.',
    });

  const self: Cursor = {
    peek,
    next,
    take,
    wrong,
    expect(symbol, opened) {
      const token = take(symbol);
      if (token !== null) return token;
      const message = `Expected \`${symbol}\` but found ${shown(peek())}.`;
      const help =
        opened.kind === 'symbol' ? `It closes the \`${opened.text}\` at character ${opened.start + 1}.` : '';
      wrong(peek(), help === '' ? { message } : { message, help });
      return null;
    },
    node(start, end, shape, children, row = false) {
      let depth = 1;
      for (const [i, child] of children.entries()) {
        depth = Math.max(depth, child.depth + (row && i === 0 ? inRow : 1));
      }
      if (depth <= deepest) return { start, end, depth, ...shape };
      tooDeep({ start, end });
      return { start, end, depth: 0, kind: 'bad' };
    },
    expr: () => parse(self),
    nested(read) {
      if (level >= deepest) {
        tooDeep(peek());
        stopped = true;
        at = tokens.length - 1;
        return { start: peek().start, end: peek().end, depth: 0, kind: 'bad' };
      }
      level++;
      const expr = read();
      level--;
      return expr;
    },
  };
  return self;
}

export function isSymbol(token: Token, text: string): boolean {
  return token.kind === 'symbol' && token.text === text;
}
