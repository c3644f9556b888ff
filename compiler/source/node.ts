// YAML values that know their place. Frozen once built; ranges travel from here to the audit record.
import type { Range } from '../diagnostics/finding.ts';

export type Node = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly range: Range;
  /** The source of characters `start` to `end` of a string value, whatever its quoting, folding or escapes. */
  slice(start: number, end: number): Range;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly range: Range;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly range: Range;
}

export interface MapEntry {
  readonly key: ScalarNode;
  readonly value: Node;
}
