// Patterns of JSON Schema, which are ECMAScript's, as RE2 writes them: the same texts match, in linear time.

const space =
  '\\t\\n\\v\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
const anyOfALine = '[^\\n\\r\\x{2028}\\x{2029}]';

/** Escapes that mean the same in both. */
const same = /^\\(?:[dDwWtnvfr]|x[0-9A-Fa-f]{2}|[pP]\{[A-Z][a-z]?\})/;
const units = /^\\u(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4}))/;
const punctuation = /^\\([!-/:-@[-`{-~])/;
/** What ECMAScript writes with a sign that RE2 has other uses for. */
const group = /^\(\?(?::|<[A-Za-z_$][\w$]*>)/;

/** The pattern in RE2's syntax; null where it has no such form: looking around, referring back, a control letter. */
export function re2Of(pattern: string): string | null {
  let out = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at, at + 80);
    const piece: Piece | null = rest.startsWith('\\') ? escaped(rest, inClass) : plain(rest, inClass);
    if (piece === null) return null;
    out += piece.re2;
    inClass = piece.inClass;
    at += piece.length;
  }
  return inClass ? null : out;
}

interface Piece {
  readonly re2: string;
  readonly length: number;
  /** Whether a class is open after it. */
  readonly inClass: boolean;
}

function escaped(rest: string, inClass: boolean): Piece | null {
  const as = (re2: string, length: number): Piece => ({ re2, length, inClass });
  const known = same.exec(rest)?.[0];
  if (known !== undefined) return as(known, known.length);
  const unit = units.exec(rest);
  if (unit !== null) return as(`\\x{${unit[1] ?? unit[2]}}`, unit[0].length);
  const sign = punctuation.exec(rest)?.[1];
  if (sign !== undefined) return as(`\\${sign}`, 2);
  if (rest[1] === 's') return as(inClass ? space : `[${space}]`, 2);
  if (rest[1] === 'S') return inClass ? null : as(`[^${space}]`, 2);
  if (rest[1] === 'b' || rest[1] === 'B') return inClass ? null : as(rest.slice(0, 2), 2);
  return null;
}

function plain(rest: string, inClass: boolean): Piece | null {
  const sign = rest[0]!;
  if (inClass) return { re2: sign === '[' ? '\\[' : sign, length: 1, inClass: sign !== ']' };
  if (sign === '[') {
    const open = rest.startsWith('[^') ? '[^' : '[';
    // An empty class means nothing, or anything, in ECMAScript alone.
    return rest[open.length] === ']' ? null : { re2: open, length: open.length, inClass: true };
  }
  if (sign === '.') return { re2: anyOfALine, length: 1, inClass };
  if (!rest.startsWith('(?')) return { re2: sign, length: 1, inClass };
  const named = group.exec(rest)?.[0];
  return named === undefined ? null : { re2: '(?:', length: named.length, inClass };
}
