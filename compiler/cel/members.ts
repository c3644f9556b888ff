// What follows an operand: selection, calls of methods, indices.
import type { Expr, Name } from './ast.ts';
import { closeOrSkip, parseArgs } from './brackets.ts';
import { type Cursor, isSymbol, shown } from './cursor.ts';
import { parseMessage, pathOf } from './message.ts';

/** `.name`, `.name(…)` and `[index]`, any number of them; a message after a path of names. */
export function parseMembers(at: Cursor, first: Expr): Expr {
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
