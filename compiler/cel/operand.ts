// Operands: literals, names, brackets, selection, calls, and the two unary operators.
import type { Entry, Expr, Item, Name } from './ast.ts';
import { type Cursor, isSymbol, shown } from './cursor.ts';
import { parseMessage, pathOf } from './message.ts';
import { leastInt } from './number.ts';
import { reserved, type Token } from './token.ts';

/** `!a`, `-a`, and members of `a`. Runs of one operator are deep, so they count as nesting. */
export function parseUnary(at: Cursor): Expr {
  const token = at.peek();
  if (saysNot(at)) return parseWordNot(at);
  if (isSymbol(token, '!')) return parseNot(at);
  if (isSymbol(token, '-')) return parseMinus(at);
  return parseMembers(at, parsePrimary(at));
}

function saysNot(at: Cursor): boolean {
  const [token, after] = [at.peek(), at.peek(1)];
  if (token.kind !== 'name' || token.text.toLowerCase() !== 'not') return false;
  const begins = after.kind === 'name' || after.kind === 'literal';
  if (begins) at.wrong(token, { message: `\`${token.text}\` is no operator of CEL.`, help: 'Write `!(…)`.' });
  return begins;
}

function parseNot(at: Cursor): Expr {
  const { start } = at.next();
  const operand = at.nested(() => parseUnary(at));
  return at.node(start, operand.end, { kind: 'not', operand }, [operand]);
}

/** Elsewhere it binds looser than comparisons: what it is meant to negate is not known. */
function parseWordNot(at: Cursor): Expr {
  const { start } = at.next();
  const operand = at.nested(() => parseUnary(at));
  return at.node(start, operand.end, { kind: 'bad' }, [operand]);
}

function parseMinus(at: Cursor): Expr {
  const { start } = at.next();
  const number = at.peek();
  const value = negative(number);
  if (value !== null) {
    const { end } = at.next();
    return parseMembers(at, at.node(start, end, { kind: 'literal', literal: value }, []));
  }
  const operand = at.nested(() => parseUnary(at));
  return at.node(start, operand.end, { kind: 'negate', operand }, [operand]);
}

function negative(token: Token) {
  if (token.kind === 'edge') return { type: 'int', value: leastInt } as const;
  if (token.kind !== 'literal') return null;
  if (token.literal.type === 'int') return { type: 'int', value: -token.literal.value } as const;
  return token.literal.type === 'double' ? ({ type: 'double', value: -token.literal.value } as const) : null;
}

function parsePrimary(at: Cursor): Expr {
  const token = at.peek();
  if (token.kind === 'literal') {
    at.next();
    return at.node(token.start, token.end, { kind: 'literal', literal: token.literal }, []);
  }
  if (token.kind === 'name') return parseName(at, token);
  if (token.kind === 'bad') return bad(at, at.next());
  if (token.kind === 'edge') return parseEdge(at);
  if (isSymbol(token, '(')) return parseParenthesis(at);
  if (isSymbol(token, '[')) return parseList(at);
  if (isSymbol(token, '{')) return parseMap(at);
  return parseNothing(at, token);
}

function bad(at: Cursor, { start, end }: Token): Expr {
  return at.node(start, end, { kind: 'bad' }, []);
}

function parseEdge(at: Cursor): Expr {
  const token = at.next();
  at.wrong(token, {
    message: 'The number is beyond 64 bits.',
    help: `The greatest int is ${-leastInt - 1n}.`,
  });
  return bad(at, token);
}

/** Where a value must stand, and none does. An operator is passed over, what closes or separates is left. */
function parseNothing(at: Cursor, token: Token): Expr {
  const found = shown(token);
  if (isSymbol(token, '.') && at.peek(1).kind === 'name') return parseAbsolute(at);
  if (isSymbol(token, '.')) {
    at.wrong(token, {
      message: 'Expected a value before `.`.',
      help: 'Name the variable, as in `agent.team`.',
    });
    return parseMembers(at, bad(at, { ...token, end: token.start }));
  }
  const quoted = token.kind === 'quoted' ? { help: 'Strings stand in straight quotes: "…" or \'…\'.' } : {};
  at.wrong(token, { message: `Expected a value but found ${found}.`, ...quoted });
  const stays =
    token.kind === 'end' || [')', ']', '}', ',', ':', '?', '&&', '||'].some((one) => isSymbol(token, one));
  if (stays) return bad(at, { ...token, end: token.start });
  return bad(at, at.next());
}

/** `.name`: the name of the outermost scope, whatever a macro calls its variables. */
function parseAbsolute(at: Cursor): Expr {
  const { start } = at.next();
  const name = at.peek();
  const expr = name.kind === 'name' ? parseName(at, name) : bad(at, name);
  return expr.kind === 'name' ? { ...expr, start, absolute: true } : { ...expr, start };
}

function parseName(at: Cursor, token: Token & { kind: 'name' }): Expr {
  at.next();
  const open = at.peek();
  if (isSymbol(open, '(') && !reserved.has(token.text)) {
    const name: Name = { text: token.text, start: token.start, end: token.end };
    const { args, end } = parseArgs(at);
    return at.node(token.start, end, { kind: 'call', receiver: null, name, args }, args);
  }
  if (reserved.has(token.text)) {
    at.wrong(token, {
      message: `\`${token.text}\` is a reserved word of CEL.`,
      help: token.text === 'if' ? 'A choice is written `a ? b : c`.' : 'It cannot be a name.',
    });
    return bad(at, token);
  }
  return at.node(token.start, token.end, { kind: 'name', name: token.text }, []);
}

function parseParenthesis(at: Cursor): Expr {
  const open = at.next();
  const inner = at.expr();
  if (isSymbol(at.peek(), ',')) return parseTuple(at, open, inner);
  const close = closeOrSkip(at, ')', open);
  return close === null
    ? bad(at, { ...open, end: inner.end })
    : { ...inner, start: open.start, end: close.end };
}

/** `(1, 2)`, as other languages write a list. */
function parseTuple(at: Cursor, open: Token, inner: Expr): Expr {
  const message = 'Expected `)` but found `,`.';
  at.wrong(at.peek(), { message, help: 'A list stands in square brackets: `[1, 2]`.' });
  skipTo(at, [')']);
  return bad(at, { ...open, end: at.take(')')?.end ?? inner.end });
}

/** The closing bracket; where it is missing, what stands before it is passed over. */
function closeOrSkip(at: Cursor, symbol: string, open: Token): Token | null {
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
function parseArgs(at: Cursor): { args: readonly Expr[]; end: number } {
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

function parseList(at: Cursor): Expr {
  const { start } = at.peek();
  const { items, end } = parseItems(at, ']');
  return at.node(
    start,
    end,
    { kind: 'list', items },
    items.map(({ value }) => value),
  );
}

function parseMap(at: Cursor): Expr {
  const open = at.next();
  const entries: Entry[] = [];
  while (at.peek().kind !== 'end' && !isSymbol(at.peek(), '}')) {
    const optional = at.take('?') !== null;
    const key = at.expr();
    if (at.expect(':', open) === null) break;
    entries.push({ key, value: at.expr(), optional });
    if (at.take(',') === null) break;
  }
  const close = closeOrSkip(at, '}', open);
  const children = entries.flatMap(({ key, value }) => [key, value]);
  return at.node(open.start, close?.end ?? at.peek().end, { kind: 'map', entries }, children);
}

/** `.name`, `.name(…)` and `[index]`, any number of them; a message after a path of names. */
function parseMembers(at: Cursor, first: Expr): Expr {
  let operand = first;
  for (;;) {
    const path = isSymbol(at.peek(), '{') ? pathOf(operand) : null;
    if (path !== null) operand = parseMessage(at, path, operand);
    else if (isSymbol(at.peek(), '[')) operand = parseIndex(at, operand);
    else if (at.take('.') !== null) operand = parseMember(at, operand);
    else return operand;
  }
}

function parseIndex(at: Cursor, operand: Expr): Expr {
  const open = at.next();
  const optional = at.take('?') !== null;
  const index = at.expr();
  const close = closeOrSkip(at, ']', open);
  const end = close?.end ?? index.end;
  return at.node(operand.start, end, { kind: 'index', operand, index, optional }, [operand, index]);
}

function parseMember(at: Cursor, operand: Expr): Expr {
  const optional = at.take('?') !== null;
  const token = at.peek();
  if (token.kind !== 'name' && token.kind !== 'quoted') {
    at.wrong(token, {
      message: `Expected a name after \`.\` but found ${shown(token)}.`,
      help: 'A key that is no plain name is written as an index: `labels["a-b"]`.',
    });
    return at.node(operand.start, token.start, { kind: 'bad' }, [operand]);
  }
  at.next();
  const name: Name = { text: token.text, start: token.start, end: token.end };
  if (!isSymbol(at.peek(), '(') || optional || token.kind === 'quoted') {
    return at.node(operand.start, token.end, { kind: 'select', operand, name, optional }, [operand]);
  }
  const { args, end } = parseArgs(at);
  return at.node(operand.start, end, { kind: 'call', receiver: operand, name, args }, [operand, ...args]);
}
