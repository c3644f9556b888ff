// Macros as JavaScript: the methods of arrays.
import { type Code, code, identifier, join } from '../../emit/code.ts';
import { stepsEach } from '../cost/index.ts';
import { isSizeable } from '../cost/size.ts';
import { perEntry } from '../cost/weights.ts';
import { absorbs, type Loop, type Typed } from '../typed.ts';
import { isRecord } from '../types.ts';
import { as, type PrintContext, spent } from './context.ts';
import { arrowOf } from './memo.ts';
import { localName } from './names.ts';
import { level, type Printed, whole, within } from './printed.ts';

type LoopNode = Extract<Typed, { kind: 'loop' }>;

/** Each part is printed once: twice at every level would be without end where loops nest. */
export function printLoop(node: LoopNode, context: PrintContext): Printed {
  const range = printRange(node, context);
  if (node.macro === 'all' || node.macro === 'exists') {
    const exact = context.exact && absorbs(node);
    return exact ? printExact(node, range, context) : printSearch(node, range, context);
  }
  const predicate =
    node.predicate === null ? null : arrow(node, as(node.predicate, 'bool', context), context);
  const kept = filtered(range, predicate);
  if (node.transform !== null) return printTransform(node, kept, context);
  return node.macro === 'filter' ? kept : { code: code`${kept.code}.length === 1`, level: level.equal };
}

/** A plain loop by index: twice as fast as the methods of arrays, and faster than an iterator over few elements. */
function printSearch(node: LoopNode, range: Printed, context: PrintContext): Printed {
  const names = node.locals.map(localName);
  const each = names.length === 2 ? code`[${join(names)}]` : join(names);
  const found = node.macro === 'exists';
  const judged = as(node.predicate!, 'bool', context);
  const stop = found ? judged.code : code`!${within(judged, level.unary)}`;
  const held = context.held(node);
  const declared = held.length === 0 ? code`` : code`let ${join(held)};\n    `;
  const body = code`const ${each} = each$[at$];\n    ${declared}if (${stop}) return ${found};`;
  const loop = code`for (let at$ = 0; at$ < each$.length; at$++) {\n    ${body}\n  }`;
  return whole(code`((each$) => {\n  ${loop}\n  return ${!found};\n})(${range.code})`);
}

function printExact(node: LoopNode, range: Printed, context: PrintContext): Printed {
  const pairs = node.locals.length === 2;
  const helper = { all: ['all', 'allPairs'], exists: ['exists', 'existsPair'] } as const;
  const name = node.macro === 'all' ? helper.all : helper.exists;
  const judge = arrow(node, context.print(node.predicate!, context), context, pairs);
  return whole(code`${context.builder.cel(name[pairs ? 1 : 0])}(${range.code}, ${judge})`);
}

/** A function of the variables; of a pair of them, unless `apart`. */
function arrow(node: LoopNode, body: Printed, context: PrintContext, apart = false): Code {
  const names = node.locals.map(localName);
  const params = names.length === 2 && !apart ? code`[${join(names)}]` : join(names);
  return arrowOf(params, within(body, level.choice), context.held(node));
}

function filtered(range: Printed, predicate: Code | null): Printed {
  return predicate === null ? range : whole(code`${within(range, level.member)}.filter(${predicate})`);
}

function printTransform(node: LoopNode, range: Printed, context: PrintContext): Printed {
  const body = as(node.transform!, 'dyn', context);
  const list = within(range, level.member);
  if (node.macro === 'map' || node.macro === 'transformList') {
    return whole(code`${list}.map(${arrow(node, body, context)})`);
  }
  if (node.macro === 'transformMapEntry') {
    const made = node.counted && isSizeable(node.transform!) ? spent(body, perEntry) : body;
    const entries = whole(code`${context.builder.cel('entriesOf')}(${made.code})`);
    return whole(code`${context.builder.cel('mapOf')}(${list}.flatMap(${arrow(node, entries, context)}))`);
  }
  const [key] = node.locals.map(localName);
  const pair = whole(code`[${key ?? identifier('key')}, ${body.code}]`);
  return whole(code`${context.builder.cel('mapOf')}(${list}.map(${arrow(node, pair, context)}))`);
}

/** What a macro goes over, as an array: of elements or keys, or of pairs. */
function printRange(node: Loop, context: PrintContext): Printed {
  const printed = context.print(node.range, context);
  const { type } = node.range;
  const range = node.counted ? spent(printed, stepsEach(node)) : printed;
  if (node.locals.length === 2) {
    if (isRecord(type)) return whole(code`Object.entries(${range.code})`);
    return whole(code`${context.builder.cel('pairs')}(${range.code})`);
  }
  if (type.kind === 'list') return range;
  if (isRecord(type)) return whole(code`Object.keys(${range.code})`);
  return whole(code`${context.builder.cel('items')}(${range.code})`);
}

export function printBind(node: Extract<Typed, { kind: 'bind' }>, context: PrintContext): Printed {
  const init = as(node.init, 'dyn', context);
  const body = within(context.print(node.body, context), level.choice);
  return whole(code`(${arrowOf(localName(node.local), body, context.held(node))})(${init.code})`);
}

export function printOptMap(node: Extract<Typed, { kind: 'optMap' }>, context: PrintContext): Printed {
  const operand = as(node.operand, 'optional', context).code;
  const body = as(node.body, node.flat ? 'optional' : 'dyn', context);
  const change = arrowOf(localName(node.local), within(body, level.choice), context.held(node));
  return whole(code`${context.builder.cel(node.flat ? 'optFlatMap' : 'optMap')}(${operand}, ${change})`);
}
