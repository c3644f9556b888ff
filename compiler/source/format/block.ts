// Block scalars: their lines are text, and only move as a whole.
import type { CST } from 'yaml';
import { type Piece, step } from './pieces.ts';

/** Its lines, indented from `outer`. Blank lines after it are its own only if its header keeps them. */
export function blockScalar({ props, source, indent }: CST.BlockScalar, outer: number): readonly Piece[] {
  const header = props.flatMap((prop) => (prop.type === 'block-scalar-header' ? prop.source : []))[0] ?? '';
  const end = header.includes('+') ? source.length : source.trimEnd().length;
  const text = source.slice(0, end);
  const lines = text.split('\n');
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const from = first.length - first.trimStart().length;
  // A header with a number counts from what holds the scalar.
  const by = /[1-9]/.test(header) ? outer - indent : outer + step - from;
  const moved = lines.map((line) => move(line, by)).join('\n');
  const rest = source.slice(end).split('\n').slice(1);
  const column = 0;
  return [
    { kind: 'lines', text: header.includes('+') ? moved : `${moved}\n`, column },
    ...rest.slice(0, -1).map((): Piece => ({ kind: 'newline', text: '\n', column })),
  ];
}

function move(line: string, by: number): string {
  if (line.trim() === '') return by < 0 ? line.slice(-by) : line;
  return by < 0
    ? line.slice(Math.min(-by, line.length - line.trimStart().length))
    : `${' '.repeat(by)}${line}`;
}
