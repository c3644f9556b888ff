// Prints parts that are wanted several times as `($1 ??= part)`: no value of CEL is undefined.
import { type Code, code, identifier, join } from '../../emit/code.ts';
import type { Typed } from '../typed.ts';
import type { PrintContext } from './context.ts';
import type { Binder, Part, Wanted } from './once.ts';
import { level, type Printed, whole, within } from './printed.ts';

export interface Memo {
  readonly print: PrintContext['print'];
  /** The variables that hold the parts printed so far that belong to a binder, or to the whole expression. */
  readonly held: (binder: Binder | null) => readonly Code[];
}

/** `print` prints a node whose parts are printed by what it is given. */
export function memoOf(wanted: Wanted, print: PrintContext['print']): Memo {
  if (wanted.size === 0) return { print, held: () => [] };
  const known = new Map<Binder | null, Map<string, Code>>();
  let count = 0;
  const nameOf = (binder: Binder | null, text: string): Code => {
    const own = known.get(binder) ?? new Map<string, Code>();
    known.set(binder, own);
    const name = own.get(text) ?? identifier(`$${++count}`);
    own.set(text, name);
    return name;
  };
  /** Inside a part, what belongs where it does and is wanted no more often is not held once more. */
  const inside = (outer: Part | null) => {
    const printPart: PrintContext['print'] = (node: Typed, context) => {
      const part = wanted.get(node);
      const again = outer !== null && part?.binder === outer.binder && part.count <= outer.count;
      if (part?.binder === 'start') return made(node, context, print);
      if (part === undefined || again) return print(node, { ...context, print: printPart });
      const name = nameOf(part.binder, part.text);
      const own = print(node, { ...context, print: inside(part) });
      return whole(code`(${name} ??= ${within(own, level.choice)})`);
    };
    return printPart;
  };
  return { print: inside(null), held: (binder) => [...(known.get(binder)?.values() ?? [])] };
}

/** Made once, when the gateway starts. */
function made(node: Typed, context: PrintContext, print: PrintContext['print']): Printed {
  const value = print(node, { ...context, print });
  return whole(context.builder.fn(node.type.kind, [], within(value, level.choice)));
}

/** An arrow function of a binder's variables, with what is held for each call of it. */
export function arrowOf(params: Code, body: Code, held: readonly Code[]): Code {
  if (held.length === 0) return code`(${params}) => ${body}`;
  return code`(${params}) => {\n  let ${join(held)};\n  return ${body};\n}`;
}
