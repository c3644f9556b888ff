// What stands between brackets: expressions, arguments, lists and maps.
import type { Entry, Expr, Item } from './ast.ts';
import { type Cursor, isSymbol } from './cursor.ts';
import type { Token } from './token.ts';

export function parseParenthesis(at: Cursor): Expr {
  const open = at.next();
  const inner = at.expr();
  if (isSymbol(at.peek(), ',')) return parseTuple(at, open, inner);
  const close = closeOrSkip(at, ')', open);
  return close === null ? unread(at, open.start, inner.end) : { ...inner, start: open.start, end: close.end };
}

const listHelp = 'A list stands in square brackets: `[1, 2]`.';

/** `(1, 2)`, as other languages write a list. */
function parseTuple(at: Cursor, open: Token, inner: Expr): Expr {
  const message = 'Expected `)` but found `,`.';
  at.wrong(at.peek(), { message, help: listHelp });
  skipTo(at, [')']);
  return unread(at, open.start, at.take(')')?.end ?? inner.end);
}

/** The closing bracket; where it is missing, what stands before it is passed over. */
export function closeOrSkip(at: Cursor, symbol: string, open: Token): Token | null {
  const close = at.expect(symbol, open);
  if (close !== null) return close;
  skipTo(at, [symbol]);
  return at.take(symbol);
}

/** Passes over tokens up to one of `symbols` outside any bracket, or to the end. */
function skipTo(at: Cursor, symbols: readonly string[]): void {
  let level = 0;
  for (;;) {
    const token = at.peek();
    if (token.kind === 'end') return;
    if (level === 0 && symbols.some((symbol) => isSymbol(token, symbol))) return;
    if (['(', '[', '{'].some((one) => isSymbol(token, one))) level++;
    if ([')', ']', '}'].some((one) => isSymbol(token, one)) && --level < 0) return;
    at.next();
  }
}

/** Arguments between brackets, none of them optional, no comma after the last. */
export function parseArgs(at: Cursor): { args: readonly Expr[]; end: number } {
  const { items, end } = parseItems(at, ')');
  return { args: items.map(({ value }) => value), end };
}

/** Items between brackets, a comma after each but the last (a list and a map may have one there too). */
function parseItems(at: Cursor, close: ')' | ']'): { items: Item[]; end: number } {
  const open = at.next();
  const items: Item[] = [];
  while (at.peek().kind !== 'end' && !isSymbol(at.peek(), close)) {
    const optional = close === ']' && at.take('?') !== null;
    items.push({ value: at.expr(), optional });
    if (at.take(',') !== null) {
      if (close === ')' && isSymbol(at.peek(), close))
        at.wrong(at.peek(), { message: 'Expected a value but found `)`.' });
      continue;
    }
    if (isSymbol(at.peek(), close)) break;
    at.expect(close, open);
    skipTo(at, [',', close]);
    if (at.take(',') === null) break;
  }
  const end = at.take(close) ?? at.expect(close, open);
  return { items, end: end?.end ?? items.at(-1)?.value.end ?? open.end };
}

export function parseList(at: Cursor): Expr {
  const { start } = at.peek();
  const { items, end } = parseItems(at, ']');
  return at.node(
    start,
    end,
    { kind: 'list', items },
    items.map(({ value }) => value),
  );
}

export function parseMap(at: Cursor): Expr {
  const open = at.next();
  const entries: Entry[] = [];
  while (at.peek().kind !== 'end' && !isSymbol(at.peek(), '}')) {
    const optional = at.take('?') !== null;
    const key = at.expr();
    if (entries.length === 0 && isSymbol(at.peek(), ',')) {
      at.wrong(at.peek(), { message: 'Expected `:` but found `,`.', help: listHelp });
      break;
    }
    if (at.expect(':', open) === null) break;
    entries.push({ key, value: at.expr(), optional });
    if (at.take(',') === null) break;
  }
  const close = closeOrSkip(at, '}', open);
  const children = entries.flatMap(({ key, value }) => [key, value]);
  return at.node(open.start, close?.end ?? at.peek().end, { kind: 'map', entries }, children);
}

function unread(at: Cursor, start: number, end: number): Expr {
  return at.node(start, end, { kind: 'bad' }, []);
}
