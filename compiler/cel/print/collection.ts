// Constants, lists, maps, calls and macros as JavaScript.
import { type Code, code, join, literal } from '../../emit/code.ts';
import type { Constant, Typed } from '../typed.ts';
import { as, type PrintContext } from './context.ts';
import { absorbs } from './logic.ts';
import { localName } from './names.ts';
import { level, type Printed, whole, within } from './printed.ts';

type Of<Kind extends Typed['kind']> = Extract<Typed, { kind: Kind }>;

export function printConstant({ constant }: Of<'constant'>): Printed {
  return whole(literal(runtimeValue(constant)));
}

/** The value of a constant as it is at run time. */
export function runtimeValue(constant: Constant): unknown {
  if (constant.type === 'null') return null;
  if (constant.type !== 'int') return constant.value;
  const small = Number(constant.value);
  return Number.isSafeInteger(small) ? small : constant.value;
}

export function printList(node: Of<'list'>, context: PrintContext): Printed {
  return whole(code`[${join(node.items.map((item) => as(item, 'dyn', context).code))}]`);
}

export function printMap(node: Of<'map'>, context: PrintContext): Printed {
  const entries = node.entries.map(({ key, value }) => ({ key, value: as(value, 'dyn', context).code }));
  const named = entries.map(({ key, value }) => [nameOf(key), value] as const);
  if (named.every(([name]) => name !== null)) return whole(literal(Object.fromEntries(named)));
  const pairs = entries.map(({ key, value }) => code`[${context.print(key, context).code}, ${value}]`);
  return whole(code`${context.builder.cel('mapOf')}([${join(pairs)}])`);
}

function nameOf(key: Typed): string | null {
  return key.kind === 'constant' && key.constant.type === 'string' ? key.constant.value : null;
}

export function printCall(node: Of<'call'>, context: PrintContext): Printed {
  const args = node.args.map((arg, i) => {
    const param = node.fn.params[i];
    return param === undefined || param === 'zone' ? context.print(arg, context) : as(arg, param, context);
  });
  return node.fn.print(args, context.builder, node.args);
}

export function printLoop(node: Of<'loop'>, context: PrintContext): Printed {
  const range = printRange(node.range, context);
  const name = localName(node.local);
  const arrow = (body: Printed) => code`(${name}) => ${within(body, level.choice)}`;
  const predicate = node.predicate === null ? null : arrow(as(node.predicate, 'bool', context));
  if (node.macro === 'map')
    return printMapping(node, within(filtered(range, predicate), level.member), arrow, context);
  if (predicate === null) return range;
  if (context.exact && absorbs(node)) {
    return whole(code`${context.builder.cel(node.macro)}(${range.code}, ${predicate})`);
  }
  const list = within(range, level.member);
  if (node.macro === 'all') return whole(code`${list}.every(${predicate})`);
  if (node.macro === 'exists') return whole(code`${list}.some(${predicate})`);
  const kept = filtered(range, predicate);
  return node.macro === 'filter' ? kept : { code: code`${kept.code}.length === 1`, level: level.equal };
}

function filtered(range: Printed, predicate: Code | null): Printed {
  return predicate === null ? range : whole(code`${within(range, level.member)}.filter(${predicate})`);
}

function printMapping(
  node: Of<'loop'>,
  list: Code,
  arrow: (body: Printed) => Code,
  context: PrintContext,
): Printed {
  return node.transform === null
    ? whole(list)
    : whole(code`${list}.map(${arrow(as(node.transform, 'dyn', context))})`);
}

/** What a macro goes over, as an array. */
function printRange(range: Typed, context: PrintContext): Printed {
  const printed = context.print(range, context);
  if (range.type.kind === 'list') return printed;
  if (range.type.kind === 'map') return whole(code`Object.keys(${printed.code})`);
  return whole(code`${context.builder.cel('items')}(${printed.code})`);
}
