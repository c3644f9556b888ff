// Names, fields, keys and indices as JavaScript. A declared field is a plain member, a key is an own property.
import { type Code, code, identifier } from '../../emit/code.ts';
import type { Typed } from '../typed.ts';
import { isOpen, isRecord, type Type } from '../types.ts';
import { as, keyOf, type PrintContext, taken } from './context.ts';
import { localName, plainName, variableName } from './names.ts';
import { level, type Printed, whole, within } from './printed.ts';

type Of<Kind extends Typed['kind']> = Extract<Typed, { kind: Kind }>;

export function printVariable(node: Of<'variable'>): Printed {
  return whole(variableName(node.name));
}

export function printLocal(node: Of<'local'>, context: PrintContext): Printed {
  return taken(whole(localName(node.name)), node.type, context);
}

export function printField(node: Of<'field'>, context: PrintContext): Printed {
  const operand = within(context.print(node.operand, context), level.member);
  return whole(code`${operand}.${identifier(node.name)}`);
}

export function printIndex(node: Of<'index'>, context: PrintContext): Printed {
  const found = taken(printTaken(node, context), node.type, context);
  // A schema's integer may be any whole number: only what int holds exactly is one.
  const guarded =
    node.operand.type.kind === 'object' && node.type.kind === 'int' && node.type.range === undefined;
  return guarded ? whole(code`${context.builder.cel('int')}(${found.code})`) : found;
}

function printTaken(node: Of<'index'>, context: PrintContext): Printed {
  const { builder, print } = context;
  const { type } = node.operand;
  if (node.present) return printMember(within(print(node.operand, context), level.member), node, context);
  const operand = print(node.operand, context);
  if (type.kind === 'list' && node.index.type.kind === 'int')
    return whole(code`${builder.cel('element')}(${operand.code}, ${print(node.index, context).code})`);
  const name = literalName(node.index);
  if (name !== null && (isOpen(type) || isRecord(type))) return printGet(operand, name, type, context);
  if (isRecord(type) && node.index.type.kind === 'string')
    return whole(
      code`${builder.cel('key')}(${operand.code}, ${keyOf(node.index, 'string', node, context).code})`,
    );
  return whole(code`${builder.cel('at')}(${operand.code}, ${keyOf(node.index, 'dyn', node, context).code})`);
}

/** The text of a literal. */
function literalName(node: Typed): string | null {
  return node.kind === 'constant' && node.constant.type === 'string' ? node.constant.value : null;
}

/**
 * A literal key of an object, or of a dyn value that may be one. Each key gets a function of its own: it sees objects of few shapes, which makes it
 * several times faster than one function for all keys. What is there and not in the prototype of objects is the
 * object's own, which is faster asked than whether it is.
 */
function printGet(operand: Printed, name: string, type: Type, { builder }: PrintContext): Printed {
  const open = isOpen(type);
  const get = builder.cel(open ? 'get' : 'key');
  if (!plainName.test(name)) return whole(code`${get}(${operand.code}, ${name})`);
  const there = code`of.${identifier(name)} !== void 0 && !(${name} in ${builder.cel('base')})`;
  const own = open ? code`${builder.cel('isRecord')}(of) && ${there}` : there;
  const body = code`(of) => ${own} ? of.${identifier(name)} : ${get}(of, ${name})`;
  return whole(code`${builder.fn(`${open ? 'get' : 'key'} ${name}`, [], body)}(${operand.code})`);
}

/** A key that is known to be there: a plain member. */
function printMember(operand: Code, { index }: Of<'index'>, context: PrintContext): Printed {
  const name = literalName(index) ?? '';
  if (plainName.test(name)) return whole(code`${operand}.${identifier(name)}`);
  return whole(code`${operand}[${context.print(index, context).code}]`);
}

export function printOptionalIndex(node: Of<'optionalIndex'>, context: PrintContext): Printed {
  const operand = as(node.operand, 'dyn', context).code;
  const index = keyOf(node.index, 'dyn', node, context).code;
  return whole(code`${context.builder.cel('optionalAt')}(${operand}, ${index})`);
}

export function printHasKey(node: Of<'hasKey'>, context: PrintContext): Printed {
  const operand = context.print(node.operand, context).code;
  if (isRecord(node.operand.type)) return whole(code`Object.hasOwn(${operand}, ${node.key})`);
  return whole(code`${context.builder.cel('has')}(${operand}, ${node.key})`);
}

export function printNotEmpty(node: Of<'notEmpty'>, context: PrintContext): Printed {
  const operand = context.print(node.operand, context);
  const member = within(operand, level.member);
  if (node.operand.type.kind === 'string') return { code: code`${member} !== ""`, level: level.equal };
  if (node.operand.type.kind === 'list') return { code: code`${member}.length > 0`, level: level.order };
  return { code: code`Object.keys(${operand.code}).length > 0`, level: level.order };
}
