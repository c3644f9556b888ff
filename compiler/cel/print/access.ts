// Names, fields, keys and indices as JavaScript. A declared field is a plain member, a key is an own property.
import { type Code, code, identifier } from '../../emit/code.ts';
import type { Typed } from '../typed.ts';
import { as, type PrintContext, taken } from './context.ts';
import { localName } from './names.ts';
import { level, type Printed, whole, within } from './printed.ts';

type Of<Kind extends Typed['kind']> = Extract<Typed, { kind: Kind }>;

export function printVariable(node: Of<'variable'>): Printed {
  return whole(identifier(node.name));
}

export function printLocal(node: Of<'local'>, context: PrintContext): Printed {
  return taken(whole(localName(node.name)), node.type, context);
}

export function printField(node: Of<'field'>, context: PrintContext): Printed {
  const operand = within(context.print(node.operand, context), level.member);
  return whole(code`${operand}.${identifier(node.name)}`);
}

export function printIndex(node: Of<'index'>, context: PrintContext): Printed {
  return taken(printTaken(node, context), node.type, context);
}

function printTaken(node: Of<'index'>, context: PrintContext): Printed {
  const { builder, print } = context;
  const operand = print(node.operand, context);
  const { kind } = node.operand.type;
  if (node.present) return printMember(within(operand, level.member), node, context);
  if (kind === 'map')
    return whole(code`${builder.cel('key')}(${operand.code}, ${as(node.index, 'string', context).code})`);
  if (kind === 'list')
    return whole(code`${builder.cel('element')}(${operand.code}, ${as(node.index, 'int', context).code})`);
  const literal = node.index.kind === 'constant' && node.index.constant.type === 'string';
  const index = as(node.index, 'dyn', context).code;
  return whole(code`${builder.cel(literal ? 'get' : 'at')}(${operand.code}, ${index})`);
}

/** A key that is known to be there: a plain member. */
function printMember(operand: Code, { index }: Of<'index'>, context: PrintContext): Printed {
  const name = index.kind === 'constant' && index.constant.type === 'string' ? index.constant.value : '';
  if (/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return whole(code`${operand}.${identifier(name)}`);
  return whole(code`${operand}[${context.print(index, context).code}]`);
}

export function printHasKey(node: Of<'hasKey'>, context: PrintContext): Printed {
  const operand = context.print(node.operand, context).code;
  if (node.operand.type.kind === 'map') return whole(code`Object.hasOwn(${operand}, ${node.key})`);
  return whole(code`${context.builder.cel('has')}(${operand}, ${node.key})`);
}

export function printNotEmpty(node: Of<'notEmpty'>, context: PrintContext): Printed {
  const operand = context.print(node.operand, context);
  const member = within(operand, level.member);
  if (node.operand.type.kind === 'string') return { code: code`${member} !== ""`, level: level.equal };
  if (node.operand.type.kind === 'list') return { code: code`${member}.length > 0`, level: level.order };
  return { code: code`Object.keys(${operand.code}).length > 0`, level: level.order };
}
