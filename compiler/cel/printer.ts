// Checked trees as JavaScript.
import type { Builder } from '../emit/builder.ts';
import { type Code, code, identifier, join } from '../emit/code.ts';
import {
  printField,
  printHasKey,
  printIndex,
  printLocal,
  printNotEmpty,
  printVariable,
} from './print/access.ts';
import { printCall, printConstant, printList, printLoop, printMap } from './print/collection.ts';
import { as, type PrintContext } from './print/context.ts';
import { absorbs, printChoice, printLogic, printNot } from './print/logic.ts';
import { printBinary, printNegate } from './print/operator.ts';
import { level, type Printed, within } from './print/printed.ts';
import { childrenOf, type Typed } from './typed.ts';

const parameters = ['agent', 'tool', 'args', 'request'] as const;

/**
 * An arrow function of `agent, tool, args, request` (those up to the last one read) that gives the value, or throws.
 * Where an error may be absorbed it tries the fast form, and on an error evaluates the exact one.
 */
export function printArrow(
  root: Typed,
  want: 'bool' | 'string',
  reads: ReadonlySet<string>,
  builder: Builder,
): Code {
  const last = parameters.reduce((found, name, i) => (reads.has(name) ? i + 1 : found), 0);
  const names = join(parameters.slice(0, last).map((name) => identifier(name)));
  const fast = as(root, want, printContext(builder, false));
  if (!anywhere(root, absorbs)) return code`(${names}) => ${within(fast, level.choice)}`;
  const exact = as(root, want, printContext(builder, true));
  return code`(${names}) => {\n  try {\n    return ${fast.code};\n  } catch {\n    return ${exact.code};\n  }\n}`;
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
      return printConstant(node);
    case 'variable':
      return printVariable(node);
    case 'local':
      return printLocal(node, context);
    case 'field':
      return printField(node, context);
    case 'index':
      return printIndex(node, context);
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
    case 'bad':
      throw new Error('An expression with problems has no code.');
  }
}
