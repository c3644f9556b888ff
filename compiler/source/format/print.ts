// Pieces to text: one space where one belongs, the column where a line begins, at most one blank line.
import type { Piece } from './pieces.ts';

export function print(pieces: readonly Piece[]): string {
  const lines: string[] = [];
  let line = '';
  let before: Piece | null = null;
  /** Spaces since `before`; null at the beginning of a line. */
  let space: string | null = null;
  const end = (): void => {
    const blank = line.trim() === '';
    if (!blank || (lines.length > 0 && lines.at(-1) !== '')) lines.push(line.trimEnd());
    line = '';
    before = null;
    space = null;
  };
  for (const piece of pieces) {
    if (piece.kind === 'space') {
      space = piece.text;
      continue;
    }
    if (piece.kind === 'newline') {
      end();
      continue;
    }
    if (piece.kind === 'lines') {
      if (line.trim() !== '') end();
      lines.push(piece.text.replace(/\n$/, ''));
      continue;
    }
    line += before === null ? ' '.repeat(piece.column) : gap(before, piece, space ?? '');
    line += piece.text;
    before = piece;
    space = '';
  }
  end();
  return `${lines.join('\n').trimEnd()}\n`;
}

/** What stands between two pieces of one line. */
function gap(before: Piece, piece: Piece, written: string): string {
  // Comments may stand one below the other.
  if (piece.kind === 'comment') return written === '' ? ' ' : written;
  if (piece.kind === 'comma' || piece.kind === 'colon') return '';
  const braces = before.text === '{' || piece.text === '}';
  if (before.kind === 'open' || piece.kind === 'close') return braces && !isEmpty(before, piece) ? ' ' : '';
  return ' ';
}

const isEmpty = (before: Piece, piece: Piece): boolean => before.kind === 'open' && piece.kind === 'close';
