// A printer of its own for looking into an evaluation: each part tells its value, or that it has none. It is never in
// what ships; what ships decides, and this must agree.
import type { Builder } from '../emit/builder.ts';
import { type Code, code, identifier, join } from '../emit/code.ts';
import { as, budgetOf, type PrintContext } from './print/context.ts';
import { variableName } from './print/names.ts';
import { level, whole, within } from './print/printed.ts';
import { printContext } from './printer.ts';
import { anyFailing, childrenOf, isCounted, type Typed } from './typed.ts';
import type { Want } from './types.ts';

/** Told of every part that is evaluated, by its index in `partsOf`: gives what `value` gives, throws what it throws. */
export type Probe = (part: number, value: () => unknown) => unknown;

/** The parts of an expression, each before its own parts; literals, and lists of them, tell nothing and are no parts. */
export function partsOf(root: Typed): readonly Typed[] {
  const found = new Set<Typed>();
  const isLiteral = (node: Typed): boolean =>
    node.kind === 'constant' || (node.kind === 'list' && node !== root && node.items.every(isLiteral));
  const visit = (node: Typed): void => {
    if (isLiteral(node)) return;
    found.add(node);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(root);
  return [...found];
}

interface Probed {
  /** As a person wrote it: what is worked out at compile is told too. */
  readonly written: Typed;
  readonly want: Want;
  readonly parameters: readonly string[];
}

/**
 * An arrow function `(probe$, agent, tool, args, request …) => value`: the exact form, in which an operand that decides
 * absorbs the errors of the others.
 */
export function printProbed({ written: root, want, parameters }: Probed, builder: Builder): Code {
  const index = new Map(partsOf(root).map((part, at) => [part, at]));
  const plain = printContext(builder, true);
  const print: PrintContext['print'] = (node, context) => {
    const printed = plain.print(node, { ...context, print });
    const at = index.get(node);
    if (at === undefined) return printed;
    return whole(code`${identifier('probe$')}(${at}, () => ${within(printed, level.choice)})`);
  };
  const value = within(as(root, want, { ...plain, print }), level.choice);
  const names = join([identifier('probe$'), ...parameters.map(variableName)]);
  const counted = anyFailing(root, isCounted);
  return counted
    ? code`(${names}) => {\n  ${budgetOf(builder)}\n  return ${value};\n}`
    : code`(${names}) => ${value}`;
}
