// Checked trees as JavaScript.
import type { Builder } from '../emit/builder.ts';
import { type Code, code, join } from '../emit/code.ts';
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
import { printChoice, printLogic, printNot } from './print/logic.ts';
import { printBind, printLoop, printOptMap } from './print/loop.ts';
import { memoOf } from './print/memo.ts';
import { variableName } from './print/names.ts';
import { wantedOf } from './print/once.ts';
import { printBinary, printNegate } from './print/operator.ts';
import { level, type Printed, within } from './print/printed.ts';
import { absorbs, anyFailing, isCounted, type Typed } from './typed.ts';
import type { Type } from './types.ts';

/** What is printed: a checked tree, and the type its value must have. */
export interface Printable {
  readonly root: Typed;
  readonly want: Type['kind'];
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
  const memo = memoOf(wantedOf(root), printNode);
  const fast = as(root, want, { builder, exact: false, ...memo });
  const absorbing = anyFailing(root, absorbs);
  const exact = absorbing ? as(root, want, { builder, exact: true, ...memo }) : null;
  const prelude = preludeOf(root, memo.held(null), builder);
  if (exact === null && prelude.length === 0) return code`(${names}) => ${within(fast, level.choice)}`;
  const tried = code`try {\n    return ${fast.code};\n  } catch {\n    return ${exact?.code ?? fast.code};\n  }`;
  const body = exact === null ? code`return ${fast.code};` : tried;
  return code`(${names}) => {${join(
    prelude.map((line) => code`\n  ${line}`),
    '\n',
  )}\n  ${body}\n}`;
}

function preludeOf(root: Typed, names: readonly Code[], builder: Builder): readonly Code[] {
  const counted = anyFailing(root, isCounted);
  const declared = names.length === 0 ? [] : [code`let ${join(names)};`];
  return counted ? [budgetOf(builder), ...declared] : declared;
}

/** A context in which nothing is held. */
export function printContext(builder: Builder, exact: boolean): PrintContext {
  return { builder, exact, print: printNode, held: () => [] };
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
