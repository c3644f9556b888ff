// A line of source as a terminal shows it: how wide each character is, and what must not reach the terminal at all.

/** One character: what is printed for it, how many columns that takes, where it stands in the line (UTF-16 units). */
export interface Cell {
  readonly text: string;
  readonly width: number;
  readonly start: number;
  readonly end: number;
}

const tabStop = 4;

/** Splits a line into cells. Tabs become spaces; control and direction characters become `�`. */
export function cells(line: string): readonly Cell[] {
  const all: Cell[] = [];
  let column = 0;
  let start = 0;
  for (const character of line) {
    const end = start + character.length;
    const text = shown(character, column);
    const width = character === '\t' ? text.length : widthOf(text);
    all.push({ text, width, start, end });
    column += width;
    start = end;
  }
  return all;
}

/** Text without what could move the cursor, colour the terminal or turn the reading direction. Line breaks stay. */
export function harmless(text: string): string {
  return text.replace(unprintableAnywhere, '�');
}

const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
const unprintableAnywhere =
  /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

function shown(character: string, column: number): string {
  if (character === '\t') return ' '.repeat(tabStop - (column % tabStop));
  return unprintable.test(character) ? '�' : character;
}

const zeroWide = /[\p{Mn}\p{Me}\u200b\u200c\u200d]/u;
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}\u{20000}-\u{3fffd}]/u;

function widthOf(character: string): number {
  if (zeroWide.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
