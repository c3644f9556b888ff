// Findings of test files, and where they point.
import type { Finding, Range } from '../diagnostics/finding.ts';
import type { Node } from '../source/node.ts';
import { asMap } from './nodes.ts';

/** A key's own place; the node's where it has no such key. */
export function rangeOf(node: Node, key: string | undefined): Range {
  const entry = asMap(node).entries.find((each) => each.key.value === key);
  return entry?.key.range ?? node.range;
}

export function error(name: string, range: Range, message: string, help: string): Finding {
  return finding(name, range, { message, help });
}

/** The same, where there may be more to say. */
export function finding(
  name: string,
  range: Range,
  says: Pick<Finding, 'message' | 'why' | 'help'>,
): Finding {
  return { rule: `tests/${name}`, severity: 'error', range, ...says };
}
