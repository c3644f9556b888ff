// Scalars that know the source of each of their characters.
import type { Range } from '../diagnostics/finding.ts';
import type { ScalarNode } from './node.ts';
import type { Units } from './units.ts';

/**
 * A scalar. `units` decodes its source, and is asked only when a part of the string must be shown; should it not agree
 * with the value, the whole scalar is shown.
 */
export function scalarNode(
  value: ScalarNode['value'],
  range: Range,
  units: (() => Units) | null,
): ScalarNode {
  let known: Units | null | undefined;
  const mapping = (): Units | null => {
    if (known === undefined) {
      const decoded = units?.() ?? null;
      known = decoded?.text === value ? decoded : null;
    }
    return known;
  };
  const slice = (start: number, end: number): Range => {
    const decoded = mapping();
    return decoded === null ? range : sliceOf(decoded, range, start, end);
  };
  return Object.freeze({ kind: 'scalar', value, range: Object.freeze(range), slice });
}

function sliceOf({ starts, ends }: Units, whole: Range, from: number, to: number): Range {
  const last = starts.length - 1;
  if (last < 0) return whole;
  const at = Math.max(0, from);
  const start = at > last ? (ends[last] ?? whole.end) : (starts[at] ?? whole.start);
  const end = to > at ? (ends[Math.min(to - 1, last)] ?? whole.end) : start;
  return Object.freeze({ file: whole.file, start, end: Math.max(start, end) });
}
