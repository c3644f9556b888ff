// Lists, maps and calls as JavaScript.
import { type Code, code, join, literal } from '../../emit/code.ts';
import { isSizeable } from '../cost/size.ts';
import { weightOf, weightOfResult } from '../cost/weights.ts';
import type { Param } from '../functions/function.ts';
import type { Typed, TypedEntry } from '../typed.ts';
import { isRecord } from '../types.ts';
import { as, counter, keyOf, type PrintContext, spent, taken } from './context.ts';
import { type Printed, whole } from './printed.ts';

type Of<Kind extends Typed['kind']> = Extract<Typed, { kind: Kind }>;

export function printList(node: Of<'list'>, context: PrintContext): Printed {
  const items = node.items.map((item, i) => {
    if (node.optional[i] !== true) return as(item, 'dyn', context).code;
    return code`...${context.builder.cel('some')}(${context.print(item, context).code})`;
  });
  return whole(code`[${join(items)}]`);
}

export function printMap(node: Of<'map'>, context: PrintContext): Printed {
  if (node.entries.some(({ optional }) => optional)) return printSome(node, context);
  const entries = node.entries.map(({ key, value }) => ({ key, value: as(value, 'dyn', context).code }));
  const named = entries.map(({ key, value }) => [nameOf(key), value] as const);
  if (named.every(([name]) => name !== null)) return whole(literal(Object.fromEntries(named)));
  const pairs = entries.map(({ key, value }) => code`[${keyOf(key, 'dyn', node, context).code}, ${value}]`);
  const make = context.builder.cel(isRecord(node.type) ? 'recordOf' : 'mapOf');
  return whole(code`${make}([${join(pairs)}])`);
}

/** Some entries are left out where their value is not there. */
function printSome(node: Of<'map'>, context: PrintContext): Printed {
  const entries = node.entries.map((entry) => printEntry(entry, node, context));
  return whole(code`${context.builder.cel('mapOfSome')}([${join(entries)}])`);
}

function printEntry({ key, value, optional }: TypedEntry, map: Of<'map'>, context: PrintContext): Code {
  return code`[${keyOf(key, 'dyn', map, context).code}, ${as(value, 'dyn', context).code}, ${optional}]`;
}

function nameOf(key: Typed): string | null {
  return key.kind === 'constant' && key.constant.type === 'string' ? key.constant.value : null;
}

export function printCall(node: Of<'call'>, context: PrintContext): Printed {
  const { fn, counted = false } = node;
  const args = node.args.map((arg, i) => {
    const printed = printArgument(arg, fn.params[Math.min(i, fn.params.length - 1)], context);
    const weight = counted && isSizeable(arg) ? weightOf(fn, node.args, i) : 0;
    return weight > 0 ? spent(printed, weight) : printed;
  });
  const given = counted && fn.counts === true ? [...args, whole(counter)] : args;
  const printed = fn.print(given, context.builder, node.args);
  const weight = counted && fn.counts !== true ? weightOfResult(fn) : 0;
  const result = weight > 0 ? spent(printed, weight) : printed;
  return fn.boxed === true ? taken(result, node.type, context) : result;
}

function printArgument(arg: Typed, param: Param | undefined, context: PrintContext): Printed {
  if (param === undefined || param === 'zone' || param === 'pattern') return context.print(arg, context);
  return as(arg, typeof param === 'string' && param !== 'any' ? param : 'dyn', context);
}
