// Messages of Protocol Buffers: read as cel-go reads them, so that what is refused is refused in whole words.
import type { Expr, MessageField } from './ast.ts';
import { type Cursor, isSymbol, shown } from './cursor.ts';

/** The name that a path of plain names spells; null for any other expression. */
export function pathOf(expr: Expr): string | null {
  if (expr.kind === 'name') return expr.absolute === true ? `.${expr.name}` : expr.name;
  if (expr.kind !== 'select' || expr.optional) return null;
  const operand = pathOf(expr.operand);
  return operand === null ? null : `${operand}.${expr.name.text}`;
}

/** `{field: value, …}` after the name of a type. */
export function parseMessage(at: Cursor, name: string, type: Expr): Expr {
  const open = at.next();
  const fields: MessageField[] = [];
  while (at.peek().kind !== 'end' && !isSymbol(at.peek(), '}')) {
    const field = parseField(at);
    if (field === null) break;
    fields.push(field);
    if (at.take(',') === null) break;
  }
  const close = at.expect('}', open);
  const children = fields.map(({ value }) => value);
  return at.node(type.start, close?.end ?? at.peek().end, { kind: 'message', name, fields }, children);
}

function parseField(at: Cursor): MessageField | null {
  const optional = at.take('?') !== null;
  const token = at.peek();
  if (token.kind !== 'name' && token.kind !== 'quoted') {
    at.wrong(token, { message: `Expected the name of a field but found ${shown(token)}.` });
    return null;
  }
  at.next();
  if (at.expect(':', token) === null) return null;
  const name = { text: token.text, start: token.start, end: token.end };
  return { name, value: at.expr(), optional };
}
