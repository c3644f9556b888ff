// A place where the npm package `cel-js` gives another result for the same text.
import type { Words } from '../problem.ts';
import type { Typed } from '../typed.ts';

/** What is known at a place beside the node. */
export interface Place {
  /** The node as it is written. */
  readonly source: string;
  /** Paths of keys that are there whenever `cel-js` comes to this place. */
  readonly guarded: ReadonlySet<string>;
  /** Here false and an error come to the same: the outermost `&&` of an allow, which neither lets hold. */
  readonly errorIsFalse: boolean;
}

export interface Difference {
  /** Stable name; the tests show for each that it is so. */
  readonly name: string;
  /** What is said of a node; null where both mean the same by it. */
  see(node: Typed, place: Place): Words | null;
}

/** The characters of a constant string; null for anything else. */
export function textOf(node: Typed): string | null {
  return node.kind === 'constant' && node.constant.type === 'string' ? node.constant.value : null;
}
