// Printed code and how tightly it binds, so that brackets stand only where they must.
import { type Code, code } from '../../emit/code.ts';

/** Binding of JavaScript's operators, loosest first. */
export const level = {
  arrow: 0,
  choice: 1,
  or: 2,
  and: 3,
  equal: 4,
  order: 5,
  add: 6,
  multiply: 7,
  unary: 8,
  member: 9,
} as const;

export type Level = (typeof level)[keyof typeof level];

export interface Printed {
  readonly code: Code;
  readonly level: Level;
}

/** Code that stands by itself: a name, a call, a literal. */
export function whole(one: Code): Printed {
  return { code: one, level: level.member };
}

/** The code, in brackets if it binds looser than `least`. */
export function within(printed: Printed, least: Level): Code {
  return printed.level >= least ? printed.code : code`(${printed.code})`;
}
