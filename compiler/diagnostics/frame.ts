// Code frames: the lines a range stands on, with a mark under the very characters.
import { type Cell, cells } from './cells.ts';
import type { Range } from './finding.ts';
import type { Positions } from './position.ts';

/** Lines of a range that are shown; of longer ranges the first and the last. */
const mostLines = 4;
/** Columns of source that are shown. */
const mostColumns = 100;
/** Units of a line that are looked at, before the mark and after it: a line may be a megabyte. */
const mostUnits = 1000;
/** Columns kept before the mark where a line is cut. */
const lead = 30;

/**
 * The frame as lines of text, without a final line break: a line of context, then each line of the range with `^` under
 * its characters. Tabs count as four columns, wide characters as two; long lines are cut around the mark.
 */
export function frame(range: Range, positions: Positions): readonly string[] {
  const first = positions.position(range.file, range.start).line;
  const last = Math.max(first, positions.position(range.file, Math.max(range.start, range.end - 1)).line);
  const numbers = linesOf(first, last);
  const gutter = String(last).length;
  const lines: string[] = [];
  const before = positions.line(range.file, first - 1);
  if (before !== undefined && before.text.trim() !== '') {
    lines.push(row(gutter, first - 1, print(view(cells(before.text.slice(0, mostUnits)), 0))));
  }
  for (const number of numbers) {
    if (number === null) lines.push(`${' '.repeat(gutter)} | …`);
    else lines.push(...marked(range, number, gutter, positions));
  }
  return lines;
}

/** Line numbers to show; null stands for those left out. */
function linesOf(first: number, last: number): readonly (number | null)[] {
  const count = last - first + 1;
  const all = Array.from({ length: Math.min(count, mostLines) }, (_, index) => first + index);
  return count <= mostLines ? all : [...all.slice(0, mostLines - 1), null, last];
}

function marked(range: Range, number: number, gutter: number, positions: Positions): readonly string[] {
  const line = positions.line(range.file, number);
  if (line === undefined) return [];
  const indent = line.text.search(/\S|$/);
  const begin = Math.max(range.start - line.start, range.start < line.start ? indent : 0);
  const skipped = Math.max(0, begin - mostUnits);
  const text = line.text.slice(skipped, begin + mostUnits);
  const from = begin - skipped;
  const to = Math.min(range.end - line.start - skipped, text.length);
  const all = cells(text);
  const shown = view(all, columnOf(all, from));
  return [row(gutter, number, print(shown)), row(gutter, null, marks(shown, from, to))];
}

function row(gutter: number, number: number | null, text: string): string {
  return `${String(number ?? '').padStart(gutter)} | ${text}`.trimEnd();
}

/** What is shown of a line: the cells, and whether some were cut before or after them. */
interface View {
  readonly cells: readonly Cell[];
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

function view(all: readonly Cell[], column: number): View {
  const width = all.reduce((sum, cell) => sum + cell.width, 0);
  if (width <= mostColumns) return { cells: all, cutBefore: false, cutAfter: false };
  const start = column + lead > mostColumns ? column - lead : 0;
  let at = 0;
  const kept: Cell[] = [];
  for (const cell of all) {
    if (at >= start && at + cell.width <= start + mostColumns) kept.push(cell);
    at += cell.width;
  }
  return { cells: kept, cutBefore: start > 0, cutAfter: kept.at(-1) !== all.at(-1) };
}

function columnOf(all: readonly Cell[], offset: number): number {
  return all.reduce((sum, cell) => (cell.end <= offset ? sum + cell.width : sum), 0);
}

function print({ cells: shown, cutBefore, cutAfter }: View): string {
  return `${cutBefore ? '…' : ''}${shown.map((cell) => cell.text).join('')}${cutAfter ? '…' : ''}`;
}

/** `^` under each cell of `from` to `to`; one `^` where that is nothing, as at the end of a line. */
function marks({ cells: shown, cutBefore }: View, from: number, to: number): string {
  let text = cutBefore ? ' ' : '';
  let found = false;
  for (const cell of shown) {
    const inside = cell.start < to && cell.end > from;
    if (!inside && (found || cell.start >= from)) break;
    text += (inside ? '^' : ' ').repeat(cell.width);
    found ||= inside && cell.width > 0;
  }
  return found ? text : `${text}^`;
}
