// Fields of a struct: all of them are declared, and none is ever missing.
import type { Expr } from '../ast.ts';
import type { Typed } from '../typed.ts';
import type { Field, Type } from '../types.ts';
import { bad, type Context, meant } from './context.ts';

type Select = Extract<Expr, { kind: 'select' }>;
export type Struct = Extract<Type, { kind: 'struct' }>;

/** `agent.?name`: no field of a struct is missing. */
export function alwaysThere(expr: Select, type: Struct, { name }: Field, context: Context): Typed {
  const message = `\`${type.name}.${name}\` is always there.`;
  context.report('cel/type', expr.name, { message, help: `Write \`.${name}\`.` });
  return bad(expr);
}

export function findField(type: Struct, expr: Select, context: Context): Field | null {
  const field = type.fields.find(({ name }) => name === expr.name.text);
  if (field !== undefined) return field;
  const names = type.fields.map(({ name }) => name);
  context.report('cel/unknown-field', expr.name, {
    message: `\`${type.name}\` has no field \`${expr.name.text}\`.`,
    ...meant(expr.name.text, names, 'It has'),
  });
  return null;
}
