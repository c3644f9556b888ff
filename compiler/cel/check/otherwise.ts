// What is meant where a value is compared with a literal of another type: quotes too many or too few, null for what is missing.
import type { Typed } from '../typed.ts';
import { isNumber } from '../types.ts';
import { writtenPath } from './property.ts';

/** What to write instead of `left op right`; undefined where nothing is likely. */
export function otherwiseWritten(op: string, left: Typed, right: Typed): string | undefined {
  const [literal, value] = left.kind === 'constant' ? [left, right] : [right, left];
  if (literal.kind !== 'constant') return undefined;
  const { constant } = literal;
  if (constant.type === 'null') return askedFor(op, value);
  if (constant.type === 'string' && readsAs(value, constant.value))
    return `Write \`${constant.value}\` without quotes.`;
  const plain = constant.type === 'int' || constant.type === 'double' || constant.type === 'bool';
  return plain && value.type.kind === 'string'
    ? `A text stands in quotes: \`"${constant.value}"\`.`
    : undefined;
}

function readsAs({ type }: Typed, text: string): boolean {
  if (type.kind === 'bool') return text === 'true' || text === 'false';
  return isNumber(type) && /^-?[0-9]+(?:\.[0-9]+)?$/.test(text);
}

/** What is missing is not null. */
function askedFor(op: string, value: Typed): string | undefined {
  const path = value.kind === 'field' ? fieldPath(value) : value.kind === 'index' ? writtenPath(value) : null;
  if (path === null || !/\.[A-Za-z_]\w*$/.test(path)) return undefined;
  return `Whether it is there is asked with \`${op === '==' ? '!' : ''}has(${path})\`.`;
}

/** Of a field that may be empty: others are always there. */
function fieldPath({ operand, name, type }: Extract<Typed, { kind: 'field' }>): string | null {
  const of = writtenPath(operand);
  return of === null || !['string', 'list', 'map'].includes(type.kind) ? null : `${of}.${name}`;
}
