// `operand.name`: what is declared can be named, nothing else.
import { nearest } from '../../diagnostics/nearest.ts';
import type { Expr } from '../ast.ts';
import { pathOf as namePath } from '../message.ts';
import { type Typed, typed } from '../typed.ts';
import { stringType } from '../types.ts';
import { bad, type Context } from './context.ts';
import { alwaysThere, findField } from './field.ts';
import { hasKeys, key, optionalKey } from './key.ts';
import { checkGlobal, findLocal } from './name.ts';
import { property } from './property.ts';

type Select = Extract<Expr, { kind: 'select' }>;

/** `operand.name`: a declared field, or a key. */
export function checkSelect(expr: Select, context: Context): Typed {
  return (
    qualified(expr, context) ??
    enumerated(expr, context) ??
    selected(expr, context.check(expr.operand, context), context)
  );
}

/** `acme.Color.RED`, of what nothing declares: written as a value of an enumeration. */
function enumerated(expr: Select, context: Context): Typed | null {
  if (!/^[A-Z]/.test(expr.name.text)) return null;
  const path = namePath(expr);
  if (path === null) return null;
  const first = path.slice(0, path.indexOf('.', 1)).replace('.', '');
  if (findLocal(context.locals, first) !== null) return null;
  const { variables, absent = [] } = context.environment;
  const known = variables.map(({ name }) => name);
  // What is not there in this rule, or is a known name misspelt, is told in words of its own.
  if (known.includes(first) || absent.includes(first) || nearest(first, known)) return null;
  context.report('cel/unsupported', expr, {
    message: `\`${path}\` is no variable, and enumerations of Protocol Buffers a gateway does not have.`,
    help: 'What MCP carries is JSON: compare with the text or the number that is sent.',
  });
  return bad(expr);
}

/** A variable or type whose name has points in it, as `google.protobuf.Timestamp`. */
function qualified(expr: Select, context: Context): Typed | null {
  if (!context.environment.dotted) return null;
  const path = namePath(expr);
  if (path === null) return null;
  const name = path.startsWith('.') ? path.slice(1) : path;
  const first = name.slice(0, name.indexOf('.'));
  if (!path.startsWith('.') && findLocal(context.locals, first) !== null) return null;
  return checkGlobal(expr, name, context);
}

function selected(expr: Select, operand: Typed, context: Context): Typed {
  const { type } = operand;
  if (type.kind === 'struct') {
    const field = findField(type, expr, context);
    if (field !== null && expr.optional) return alwaysThere(expr, type, field, context);
    return field === null
      ? bad(expr)
      : typed(expr, field.type, { kind: 'field', operand, name: field.name }, [operand]);
  }
  if (!hasKeys(operand, expr, context)) return bad(expr);
  const literal = { type: 'string', value: expr.name.text } as const;
  const name = typed(expr.name, stringType, { kind: 'constant', constant: literal }, []);
  if (expr.optional || type.kind === 'optional') return optionalKey(expr, operand, name, context);
  return type.kind === 'object' ? property(expr, operand, name, context) : key(expr, operand, name, context);
}
