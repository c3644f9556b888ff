// Operands: literals, names, calls, what stands in brackets, and the two unary operators.
import type { Expr, Name } from './ast.ts';
import { parseArgs, parseList, parseMap, parseParenthesis } from './brackets.ts';
import { type Cursor, isSymbol, shown } from './cursor.ts';
import { parseMembers } from './members.ts';
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
