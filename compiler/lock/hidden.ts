// Characters in a text that nobody sees, and a model reads all the same.

interface Kind {
  readonly name: string;
  /** First and last, in turn. */
  readonly points: readonly (readonly [number, number])[];
}

/** What no description needs. A tab and line breaks are fine. */
const kinds: readonly Kind[] = [
  { name: 'tag characters, which spell text that is not shown', points: [[0xe0000, 0xe007f]] },
  {
    name: 'characters that turn the direction of text',
    points: [
      [0x061c, 0x061c],
      [0x200e, 0x200f],
      [0x202a, 0x202e],
      [0x2066, 0x2069],
    ],
  },
  {
    name: 'characters of no width',
    points: [
      [0x00ad, 0x00ad],
      [0x034f, 0x034f],
      [0x115f, 0x1160],
      [0x180e, 0x180e],
      [0x200b, 0x200d],
      [0x2060, 0x2064],
      [0x3164, 0x3164],
      [0xfeff, 0xfeff],
      [0xffa0, 0xffa0],
    ],
  },
  { name: 'variation selectors, which can carry hidden text', points: [[0xe0100, 0xe01ef]] },
  {
    name: 'control characters',
    points: [
      [0x00, 0x08],
      [0x0b, 0x0c],
      [0x0e, 0x1f],
      [0x7f, 0x9f],
    ],
  },
];

/** Most texts have nothing else. */
const plain = /^[\t\n\r\x20-\x7e]*$/;

/** Emoji are joined by a character of no width; there it hides nothing. */
const joined =
  /(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d(?=\p{Extended_Pictographic})/gu;

/** What is hidden in a text; null where nothing is. */
export function hiddenIn(text: string): string | null {
  if (plain.test(text)) return null;
  const points = [...text.replace(joined, '')].map((character) => character.codePointAt(0)!);
  return kinds.find((kind) => points.some((point) => isOf(kind, point)))?.name ?? null;
}

/** A text with everything that is not seen escaped, fit to be shown. */
export function shown(text: string): string {
  return [...text]
    .map((character) => {
      const point = character.codePointAt(0)!;
      return kinds.some((kind) => isOf(kind, point)) ? `\\u{${point.toString(16)}}` : character;
    })
    .join('');
}

function isOf({ points }: Kind, point: number): boolean {
  return points.some(([first, last]) => point >= first && point <= last);
}
