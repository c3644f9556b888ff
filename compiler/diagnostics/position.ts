// Offsets as people count: lines and columns.
import type { Range } from './finding.ts';

/** A text that ranges speak of. `path` is what their `file` names. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Both from 1. Columns count UTF-16 units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds positions in a set of texts. Texts that are not in the set count as empty. */
export interface Positions {
  position(file: string, offset: number): Position;
  /** `gateway.yaml:41`, where the range begins. */
  place(range: Range): string;
  /** A line without its line break, from 1; undefined beyond the text. */
  line(file: string, line: number): { readonly text: string; readonly start: number } | undefined;
}

/** Indexes each text once, when it is first asked for. Line breaks are `\n` and `\r\n`. */
export function createPositions(sources: readonly SourceText[]): Positions {
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  const indexes = new Map<string, readonly number[]>();
  const startsOf = (file: string): readonly number[] => {
    const starts = indexes.get(file) ?? lineStarts(texts.get(file) ?? '');
    indexes.set(file, starts);
    return starts;
  };
  const position = (file: string, offset: number): Position => {
    const starts = startsOf(file);
    const line = lastAtOrBefore(starts, offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
  return Object.freeze({
    position,
    place: ({ file, start }: Range) => `${file}:${position(file, start).line}`,
    line: (file: string, line: number) => {
      const starts = startsOf(file);
      const start = starts[line - 1];
      if (start === undefined) return undefined;
      const text = (texts.get(file) ?? '').slice(start, starts[line]).replace(/\r?\n$/, '');
      return { text, start };
    },
  });
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the last number that is not above `offset`; the list is sorted and begins with 0. */
function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
