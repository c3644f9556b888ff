// What a search for a pattern costs at most.
import { mostSteps } from '../../../runtime/cel/budget.ts';
import { mostInstructions } from '../regex/index.ts';
import type { Typed } from '../typed.ts';
import { perInstruction, perLook, perMade, perPattern } from './weights.ts';

/** Instructions that one character of a pattern may stand for: `a{1000}` has seven. */
const perCharacter = 150;

/** Steps of `text.matches(pattern)`. `sizeOf` gives the most characters of either. */
export function stepsOfPattern([text, pattern]: readonly Typed[], sizeOf: (node: Typed) => number): number {
  if (text === undefined || pattern === undefined) return 0;
  const size = sizeOf(text);
  const read = pattern.kind === 'constant' ? pattern.pattern : undefined;
  if (read === undefined) {
    const instructions = Math.min(mostInstructions, sizeOf(pattern) * perCharacter);
    return perPattern + instructions * (perMade + size * perInstruction);
  }
  const worst = size * read.instructions * perInstruction;
  // Whether there is a table is not asked where it does not matter: to make one takes time.
  return worst <= mostSteps / 10 || read.canError() ? worst : size * perLook;
}

/** Is it a search whose cost grows with the product of text and pattern? */
export function isProduct([, pattern]: readonly Typed[]): boolean {
  const read = pattern?.kind === 'constant' ? pattern.pattern : undefined;
  return read === undefined || read.canError();
}
