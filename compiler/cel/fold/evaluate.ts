// The value of what names nothing, as the gateway would work it out: the printed code runs here, over the same functions.
import * as runtime from '../../../runtime/cel/index.ts';
import { Box } from '../../../runtime/cel/value.ts';
import { createBuilder } from '../../emit/builder.ts';
import { printArrow } from '../printer.ts';
import type { Constant, Typed } from '../typed.ts';
import type { Type } from '../types.ts';

/** Longest text or bytes that becomes a constant. */
const longest = 10_000;

/** Types whose values a constant can hold, or may hold. */
const kinds: ReadonlySet<Type['kind']> = new Set([
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'null',
  'type',
  'timestamp',
  'duration',
  'dyn',
]);

export function isConstantType({ kind }: Type): boolean {
  return kinds.has(kind);
}

/** The constant that a node without variables comes to; null where it has no value, or one that is no constant. */
export function evaluated(node: Typed): Constant | null {
  const builder = createBuilder();
  const { plan } = builder.finish(printArrow({ root: node, want: node.type.kind }, [], new Set(), builder));
  const make = new Function('cel', `${plan.text.replace('export function', 'function')}\nreturn plan(cel);`);
  try {
    return constantOf(make(runtime)(), node.type.kind);
  } catch {
    // No value, or more than fits: it stays as it is written, and is an error on every call.
    return null;
  }
}

function constantOf(value: unknown, kind: Type['kind']): Constant | null {
  if (value === null) return { type: 'null' };
  if (value instanceof runtime.Bytes) return bytes(value.data);
  if (value instanceof runtime.TypeName) return { type: 'type', name: value.name };
  if (value instanceof Box) return numeric(value.value, value.kind);
  switch (typeof value) {
    case 'boolean':
      return { type: 'bool', value };
    case 'string':
      return value.length > longest ? null : { type: 'string', value };
    case 'number':
    case 'bigint':
      return numeric(value, kind === 'dyn' ? kindOf(value) : kind);
    default:
      return null;
  }
}

/** Of a number in dyn form that is in no box. */
function kindOf(value: number | bigint): 'int' | 'double' {
  return typeof value === 'bigint' || Number.isSafeInteger(value) ? 'int' : 'double';
}

function bytes(data: Uint8Array): Constant | null {
  const hex = [...data].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return data.length > longest ? null : { type: 'bytes', hex };
}

function numeric(value: number | bigint, kind: Type['kind']): Constant | null {
  if (kind === 'int' || kind === 'uint') return { type: kind, value: BigInt(value) };
  if (kind === 'double') return { type: 'double', value: Number(value) };
  return kind === 'timestamp' || kind === 'duration' ? { type: kind, value } : null;
}
