// What is known of the variables of an expression, beyond their types.
import type { Values } from './values.ts';

export interface Known {
  /** The values of a field, as `agent.team` or `tool.annotations.readOnlyHint`; undefined where only its type is known. */
  field(path: string): Values | undefined;
  /** The values of a variable. */
  variable(name: string): Values | undefined;
  /** Of the variables of the macros around, from the outermost. */
  readonly locals?: readonly Values[];
  /** By `keyOf`: what a part of the expression can be, as what stands around it came out. */
  readonly narrowed?: ReadonlyMap<string, Values>;
}

export function withLocals(known: Known, values: readonly Values[]): Known {
  return { ...known, locals: [...(known.locals ?? []), ...values] };
}

/** Nothing is known beyond types. */
export const nothingKnown: Known = { field: () => undefined, variable: () => undefined };
