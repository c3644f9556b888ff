// Scalars that know the source of each of their characters.
import type { Range } from '../diagnostics/finding.ts';
import { type BlockSource, blockUnits } from './block-scalar.ts';
import { type FlowStyle, flowUnits } from './flow-scalar.ts';
import type { ScalarNode } from './node.ts';
import type { Units } from './units.ts';

/** How a text is written in its file: between its ends by a style, or as a block. */
export interface Written {
  readonly text: string;
  readonly as: FlowStyle | BlockSource;
}

/**
 * A scalar. It is decoded only when a part of the string must be shown; should that not agree with the value, the whole
 * scalar is shown. `written` is null for what is no text.
 */
export function scalarNode(value: ScalarNode['value'], range: Range, written: Written | null): ScalarNode {
  return Object.freeze(new Scalar(value, Object.freeze(range), written));
}

/** A class, and nothing of the parser's in it: a large policy has hundreds of thousands of them. */
class Scalar implements ScalarNode {
  readonly kind = 'scalar';
  readonly value: ScalarNode['value'];
  readonly range: Range;
  readonly #written: Written | null;

  constructor(value: ScalarNode['value'], range: Range, written: Written | null) {
    this.value = value;
    this.range = range;
    this.#written = written;
  }

  slice(start: number, end: number): Range {
    const decoded = this.#written === null ? null : unitsOf(this.#written, this.range);
    return decoded?.text === this.value ? sliceOf(decoded, this.range, start, end) : this.range;
  }
}

function unitsOf({ text, as }: Written, { start, end }: Range): Units {
  return typeof as === 'string' ? flowUnits(as, text, start, end) : blockUnits(text, as);
}

function sliceOf({ starts, ends }: Units, whole: Range, from: number, to: number): Range {
  const last = starts.length - 1;
  if (last < 0) return whole;
  const at = Math.max(0, from);
  const start = at > last ? (ends[last] ?? whole.end) : (starts[at] ?? whole.start);
  const end = to > at ? (ends[Math.min(to - 1, last)] ?? whole.end) : start;
  return Object.freeze({ file: whole.file, start, end: Math.max(start, end) });
}
