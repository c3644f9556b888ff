// Checked trees as JavaScript.
import type { Builder } from '../emit/builder.ts';
import { type Code, code, identifier, join } from '../emit/code.ts';
import {
  printField,
  printHasKey,
  printIndex,
  printLocal,
  printNotEmpty,
  printOptionalIndex,
  printVariable,
} from './print/access.ts';
import { printCall, printList, printMap } from './print/collection.ts';
import { printConstant } from './print/constant.ts';
import { as, budgetOf, type PrintContext } from './print/context.ts';
import { absorbs, printChoice, printLogic, printNot } from './print/logic.ts';
import { printBind, printLoop, printOptMap } from './print/loop.ts';
import { variableName } from './print/names.ts';
import { type Wanted, wantedOf } from './print/once.ts';
import { printBinary, printNegate } from './print/operator.ts';
import { level, type Printed, whole, within } from './print/printed.ts';
import { childrenOf, type Typed } from './typed.ts';
import type { Type } from './types.ts';

/** What is printed: a checked tree, and the type its value must have. */
export interface Printable {
  readonly root: Typed;
  readonly want: 'bool' | 'string' | 'dyn';
}

/**
 * An arrow function of the variables, those up to the last one read, that gives the value, or throws. Where an error
 * may be absorbed it tries the fast form, and on an error evaluates the exact one.
 */
export function printArrow(
  { root, want }: Printable,
  parameters: readonly string[],
  reads: ReadonlySet<string>,
  builder: Builder,
): Code {
  const last = parameters.reduce((found, name, i) => (reads.has(name) ? i + 1 : found), 0);
  const names = join(parameters.slice(0, last).map(variableName));
  const once = onceOf(wantedOf(root));
  const kind: Type['kind'] = want;
  const fast = as(root, kind, { builder, exact: false, print: once.print });
  const absorbing = anywhere(root, absorbs);
  const exact = absorbing ? as(root, kind, { builder, exact: true, print: once.print }) : null;
  const prelude = preludeOf(root, once.names(), builder);
  if (exact === null && prelude.length === 0) return code`(${names}) => ${within(fast, level.choice)}`;
  const tried = code`try {\n    return ${fast.code};\n  } catch {\n    return ${exact?.code ?? fast.code};\n  }`;
  const body = exact === null ? code`return ${fast.code};` : tried;
  return code`(${names}) => {${join(
    prelude.map((line) => code`\n  ${line}`),
    '\n',
  )}\n  ${body}\n}`;
}

function preludeOf(root: Typed, names: readonly Code[], builder: Builder): readonly Code[] {
  const counted = anywhere(root, (node) => 'counted' in node && node.counted === true);
  const declared = names.length === 0 ? [] : [code`let ${join(names)};`];
  return counted ? [budgetOf(builder), ...declared] : declared;
}

interface Once {
  readonly print: PrintContext['print'];
  /** The variables that hold what is evaluated once. */
  names(): readonly Code[];
}

/** Prints parts that are wanted several times as `($1 ??= part)`: no value of CEL is undefined. */
function onceOf(wanted: Wanted): Once {
  if (wanted.size === 0) return { print: printNode, names: () => [] };
  const known = new Map<string, Code>();
  const around = (least: number): PrintContext['print'] => {
    const print: PrintContext['print'] = (node, context) => {
      const found = wanted.get(node);
      if (found === undefined || found.count <= least) return printNode(node, { ...context, print });
      const name = known.get(found.part) ?? identifier(`$${known.size + 1}`);
      known.set(found.part, name);
      const own = printNode(node, { ...context, print: around(found.count) });
      return whole(code`(${name} ??= ${within(own, level.choice)})`);
    };
    return print;
  };
  return { print: around(1), names: () => [...known.values()] };
}

export function printContext(builder: Builder, exact: boolean): PrintContext {
  return { builder, exact, print: printNode };
}

function anywhere(node: Typed, holds: (node: Typed) => boolean): boolean {
  return holds(node) || childrenOf(node).some((child) => anywhere(child, holds));
}

function printNode(node: Typed, context: PrintContext): Printed {
  switch (node.kind) {
    case 'constant':
      return printConstant(node, context);
    case 'variable':
      return printVariable(node);
    case 'local':
      return printLocal(node, context);
    case 'field':
      return printField(node, context);
    case 'index':
      return printIndex(node, context);
    case 'optionalIndex':
      return printOptionalIndex(node, context);
    case 'hasKey':
      return printHasKey(node, context);
    case 'notEmpty':
      return printNotEmpty(node, context);
    case 'not':
      return printNot(node, context);
    case 'negate':
      return printNegate(node, context);
    case 'logic':
      return printLogic(node, context);
    case 'choice':
      return printChoice(node, context);
    case 'binary':
      return printBinary(node, context);
    case 'list':
      return printList(node, context);
    case 'map':
      return printMap(node, context);
    case 'call':
      return printCall(node, context);
    case 'loop':
      return printLoop(node, context);
    case 'bind':
      return printBind(node, context);
    case 'optMap':
      return printOptMap(node, context);
    case 'bad':
      throw new Error('An expression with problems has no code.');
  }
}
