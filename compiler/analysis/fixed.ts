// What within an expression always comes out the same: conditions that decide of its value.
import { conjunctsOf } from '../cel/index.ts';
import { childrenOf, type Typed } from '../cel/typed.ts';
import { isPossible, partOf } from '../cel/values/index.ts';
import type { Condition } from '../language/conditions.ts';
import type { Case } from './facts.ts';
import { type Wrong, whyNever } from './never.ts';
import { since } from './since.ts';

/** A condition that cannot come out one way, and why. */
export interface Fixed extends Wrong {
  readonly never: boolean;
}

/**
 * The first condition within an expression, or the whole of it, that is never true or never false.
 *
 * @param cases of calls, with who they are by
 * @param anybody of the same calls, by whomever: who there is changes, and a condition that all meet today may be right
 */
export function fixedIn(
  condition: Condition,
  cases: readonly Case[],
  anybody: readonly Case[],
): Fixed | undefined {
  for (const node of conditionsIn(condition.compiled.root)) {
    const never = whyNever(condition, conjunctsOf(node), cases, node);
    if (never !== null) return { ...never, never: true };
    if (isPossible(node, false, anybody)) continue;
    const part = partOf(node, false, anybody);
    const { start, end } = part.whole.span;
    const because = since(condition, part, anybody);
    return { range: condition.slice(start, end), because, related: [], never: false };
  }
  return undefined;
}

/** The outermost ones; not those that are asked of each element of a list. */
function conditionsIn(node: Typed): readonly Typed[] {
  if (node.kind === 'constant' || node.kind === 'loop') return [];
  return node.type.kind === 'bool' ? [node] : childrenOf(node).flatMap(conditionsIn);
}
