// What a function of CEL offers: its types to the checker, its JavaScript to the printer.

import type { Builder } from '../../emit/builder.ts';
import { code, join } from '../../emit/code.ts';
import { type Printed, whole } from '../print/printed.ts';
import type { Words } from '../problem.ts';
import type { Constant, Typed } from '../typed.ts';
import type { Type } from '../types.ts';

type Kind = Type['kind'];

/**
 * One type; or any of several, or any at all (`any`), printed in dyn form; or a literal that names a time zone, or is a
 * pattern.
 */
export type Param = Kind | 'any' | 'zone' | 'pattern' | readonly Kind[];

export interface CelFunction {
  /** With its namespace, if it has one: `math.abs`. */
  readonly name: string;
  /** Called as `a.name(b)`: the receiver is the first parameter. */
  readonly method: boolean;
  readonly params: readonly Param[];
  /** The last parameter may be repeated. */
  readonly variadic?: boolean;
  readonly result: Type | ((args: readonly Typed[]) => Type);
  /** It may fail though its arguments are of their types. */
  readonly canError: boolean;
  /** Where its work is counted, it takes the counter as one more argument. */
  readonly counts?: boolean;
  /** The JavaScript gives the result in dyn form. */
  readonly boxed?: boolean;
  /** JavaScript for the call. `args` are of their parameter's type by now; `nodes` are where they came from. */
  print(args: readonly Printed[], builder: Builder, nodes: readonly Typed[]): Printed;
}

/** A function of one literal text, worked out at compile. */
export interface LiteralFunction {
  readonly name: string;
  readonly example: string;
  read(text: string): Constant | Words;
}

/** Prints a call of a function of the runtime. */
export function calling(name: string): CelFunction['print'] {
  return (args, builder) => whole(code`${builder.cel(name)}(${join(args.map((arg) => arg.code))})`);
}
