// Properties that a schema declares: which there are, which may be missing, and which are perhaps misspelt.
import { nearest } from '../../diagnostics/nearest.ts';
import type { Span } from '../problem.ts';
import { propertyOf } from '../relation.ts';
import { type Typed, typed } from '../typed.ts';
import type { ObjectType, Type } from '../types.ts';
import { bad, type Context, meant } from './context.ts';
import { keyPath, pathOf } from './present.ts';

/** A property that a schema declares. One that may be missing is flagged, unless `has` has just found it. */
export function property(span: Span, operand: Typed, index: Typed, context: Context): Typed {
  const name = index.kind === 'constant' && index.constant.type === 'string' ? index.constant.value : '';
  const { type } = operand;
  const found = type.kind === 'object' ? findProperty(type, name, index, context) : null;
  if (found === null) return bad(span);
  const path = pathOf(operand);
  const present = found.required || (path !== null && context.present.has(keyPath(path, name)));
  // Of a name that is perhaps misspelt it is too early to say that it may be missing.
  if (!present && !warnNear(type, name, index, context)) warnMissing(span, operand, name, context);
  const shape = { kind: 'index', operand, index, present } as const;
  // An integer of a schema may be beyond what int holds exactly: it is looked at when it is read.
  return typed(span, found.type, shape, [operand, index], {
    canError: !present || (found.type.kind === 'int' && found.type.range === undefined),
  });
}

export function findProperty(type: ObjectType, name: string, at: Span, context: Context) {
  const found = propertyOf(type, name);
  if (found !== null) return found;
  const keys = [...type.properties.keys()];
  context.report('cel/unknown-field', at, {
    message: `\`${type.name}\` has no property \`${name}\`.`,
    ...(ofTokens.has(type.name) && nearest(name, keys) === undefined
      ? { help: `Declare its type at the issuer: \`claims: { ${name}: string }\`.` }
      : meant(name, keys, 'It has')),
  });
  return null;
}

/** What a person declares, of all that a token has. */
const ofTokens: ReadonlySet<string> = new Set(['claims', 'agent.claims']);

/** Warns of a property that is not declared, and nearly has the name of one that is. */
export function warnNear(type: Type, name: string, span: Span, context: Context): boolean {
  if (type.kind !== 'object' || name.length < 3 || type.properties.has(name)) return false;
  const near = nearest(name, type.properties.keys());
  if (near === undefined) return false;
  context.warn('cel/undeclared-property', span, {
    message: `\`${type.name}\` declares no property \`${name}\`.`,
    why: 'Its schema lets callers send others than it declares, and this is perhaps not what is meant.',
    help: `Did you mean \`${near}\`?`,
  });
  return true;
}

function warnMissing(span: Span, operand: Typed, name: string, context: Context): void {
  const of = writtenPath(operand) ?? '…';
  context.warn('cel/optional-property', span, {
    message: `\`${name}\` may be missing.`,
    why: 'Then the expression has no value: an allow does not match, a deny does.',
    help: `Ask first, as in \`has(${of}.${name}) && …\`, or give a default: \`${of}.?${name}.orValue(…)\`.`,
  });
}

/** How a value is written that is reached by names and places that stand there; null for any other. */
export function writtenPath(node: Typed): string | null {
  if (node.kind === 'variable' || node.kind === 'local') return node.name;
  if (node.kind !== 'index' || node.index.kind !== 'constant') return null;
  const [key, operand] = [node.index.constant, writtenPath(node.operand)];
  if (operand === null) return null;
  if (key.type === 'int') return `${operand}[${key.value}]`;
  if (key.type !== 'string') return null;
  return /^[A-Za-z_]\w*$/.test(key.value)
    ? `${operand}.${key.value}`
    : `${operand}[${JSON.stringify(key.value)}]`;
}
