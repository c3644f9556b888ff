// `|` and `>` scalars: which source characters each decoded character came from (YAML 1.2.2, 8.1).
import { type Units, type UnitsBuilder, unitsBuilder } from './units.ts';

/** A block scalar as the parser found it. `header` is `|`, `>-`, `|2+` …; `indent` that of the parent. */
export interface BlockSource {
  readonly header: string;
  readonly indent: number;
  /** Where the lines after the header begin and end. */
  readonly start: number;
  readonly end: number;
}

/** One line: its content without indentation, and its line break (empty at the end of the file). */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly breakEnd: number;
  readonly indented: boolean;
}

export function blockUnits(source: string, block: BlockSource): Units {
  const lines = linesOf(source, block);
  const units = unitsBuilder();
  const last = lines.findLastIndex(isFilled);
  const folded = block.header.startsWith('>');
  for (let index = 0; index <= last; ) {
    const line = lines[index] as Line;
    units.copy(source, line.start, line.end);
    const next = index === last ? last + 1 : folded ? nextFilled(lines, index) : index + 1;
    if (next <= last) pushBreaks(units, lines, index, next, folded);
    index = next;
  }
  pushEnd(units, lines, last, block);
  return units.done();
}

function isFilled(line: Line): boolean {
  return line.end > line.start;
}

function nextFilled(lines: readonly Line[], from: number): number {
  let index = from + 1;
  while (!isFilled(lines[index] as Line)) index += 1;
  return index;
}

/** What stands between two lines: in a literal a line feed; in a folded scalar a space, or the empty lines between. */
function pushBreaks(
  units: UnitsBuilder,
  lines: readonly Line[],
  from: number,
  to: number,
  folded: boolean,
): void {
  const before = lines[from] as Line;
  const plain = folded && isFilled(before) && !before.indented && !(lines[to] as Line).indented;
  if (plain && to === from + 1) {
    units.push(' ', before.end, before.breakEnd);
    return;
  }
  for (let index = plain ? from + 1 : from; index < to; index += 1) pushBreak(units, lines[index] as Line);
}

function pushBreak(units: UnitsBuilder, line: Line): void {
  units.push('\n', line.end, line.breakEnd);
}

/** Chomping: `-` keeps no final line feed, `+` keeps all, else one. */
function pushEnd(
  units: UnitsBuilder,
  lines: readonly Line[],
  last: number,
  { header, start, end }: BlockSource,
): void {
  if (header.includes('-')) return;
  if (header.includes('+')) {
    const rest = lines.slice(Math.max(last, 0)).filter((line) => line.breakEnd > line.end);
    for (const line of rest) pushBreak(units, line);
    if (rest.length === 0 && end > start) units.push('\n', end, end);
    return;
  }
  const line = lines[last];
  if (line !== undefined) pushBreak(units, line);
}

function linesOf(source: string, block: BlockSource): readonly Line[] {
  const raw = rawLines(source, block.start, block.end);
  const trim = indentOf(source, raw, block);
  return raw.map(({ start, end, breakEnd }) => {
    const content = Math.min(end, start + Math.min(trim, spaces(source, start, end)));
    const first = source[content];
    return { start: content, end, breakEnd, indented: content < end && (first === ' ' || first === '\t') };
  });
}

interface RawLine {
  readonly start: number;
  readonly end: number;
  readonly breakEnd: number;
}

function rawLines(source: string, start: number, end: number): readonly RawLine[] {
  const lines: RawLine[] = [];
  for (let at = start; at < end; ) {
    const feed = source.indexOf('\n', at);
    const breakEnd = feed < 0 || feed >= end ? end : feed + 1;
    const bare = breakEnd === end && source[end - 1] !== '\n' ? end : breakEnd - 1;
    lines.push({ start: at, end: bare > at && source[bare - 1] === '\r' ? bare - 1 : bare, breakEnd });
    at = breakEnd;
  }
  return lines;
}

/** Columns that belong to no line: as the header says, else as the first filled line has them. Blanks alone are no line. */
function indentOf(source: string, lines: readonly RawLine[], { header, indent }: BlockSource): number {
  const filled = lines.find(({ start, end }) => spaces(source, start, end) < end - start);
  if (filled === undefined) return Number.POSITIVE_INFINITY;
  const digit = /[1-9]/.exec(header);
  return digit === null ? spaces(source, filled.start, filled.end) : indent + Number(digit[0]);
}

function spaces(source: string, start: number, end: number): number {
  let at = start;
  while (at < end && source[at] === ' ') at += 1;
  return at - start;
}
