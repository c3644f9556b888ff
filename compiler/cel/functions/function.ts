// What a function of CEL offers: its types to the checker, its JavaScript to the printer.
import type { Builder } from '../../emit/builder.ts';
import type { Printed } from '../print/printed.ts';
import type { Words } from '../problem.ts';
import type { Constant, Typed } from '../typed.ts';
import type { Type } from '../types.ts';

export interface CelFunction {
  readonly name: string;
  /** Called as `a.name(b)`: the receiver is the first parameter. */
  readonly method: boolean;
  /** `zone`: a literal that names a time zone. */
  readonly params: readonly (Type['kind'] | 'zone')[];
  readonly result: Type;
  /** JavaScript for the call. `args` are of their parameter's type by now; `nodes` are where they came from. */
  print(args: readonly Printed[], builder: Builder, nodes: readonly Typed[]): Printed;
}

/** A function of one literal text, worked out at compile. */
export interface LiteralFunction {
  readonly name: string;
  readonly example: string;
  read(text: string): Constant | Words;
}
