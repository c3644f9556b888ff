// What a backslash begins: characters, and classes by name.
import { perlClass } from './classes.ts';
import { RegexProblem } from './problem.ts';
import { lastPoint, type Ranges } from './ranges.ts';
import { charAt, type Flags, type Scan } from './scan.ts';
import { classNames } from './unicode.ts';

const controls: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
]);

/** What people write who come from another dialect. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['Z', 'The end of the text is `\\z`.'],
  ['u', 'A character by its number is `\\x{20AC}`.'],
  ['U', 'A character by its number is `\\x{20AC}`.'],
  ['c', 'A control character by its number is `\\x07`.'],
  ['e', 'The escape character is `\\x1B`.'],
  ['h', 'Spaces and tabs are `[ \\t]` or `\\pZ`.'],
  ['R', 'A line break is `\\r?\\n`.'],
  ['b', 'In brackets it is no word boundary; the backspace is `\\x08`.'],
  ['C', 'It would match half a character. Any character is `(?s:.)`.'],
  ['k', 'RE2 has no backreferences: it never remembers what a group matched.'],
  ['g', 'RE2 has no backreferences: it never remembers what a group matched.'],
  ['N', 'What is no line break is `.`.'],
  ['X', 'What readers see as one character is `\\PM\\pM*`.'],
]);

const octal = /\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/y;
const hex = /\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})/y;

/** Takes the escape of one character. @throws RegexProblem */
export function takeEscape(scan: Scan): number {
  const start = scan.at;
  const letter = charAt(scan.text, start + 1);
  if (letter === '')
    throw new RegexProblem(
      start,
      start + 1,
      'The pattern ends in a backslash.',
      'A backslash itself is `\\\\`.',
    );
  if (letter === 'x') return takeHex(scan);
  if (letter >= '0' && letter <= '7') return takeOctal(scan, letter);
  const control = controls.get(letter);
  if (control === undefined && (letter > '\u007f' || /[0-9A-Za-z]/.test(letter)))
    throw noEscape(scan, letter);
  scan.at += 2;
  return control ?? letter.charCodeAt(0);
}

function noEscape(scan: Scan, letter: string): RegexProblem {
  const help = elsewhere.get(letter) ?? (letter > '\u007f' ? `Write \`${letter}\` itself.` : '');
  return new RegexProblem(scan.at, scan.at + 1 + letter.length, `\`\\${letter}\` is no escape in RE2.`, help);
}

function takeHex(scan: Scan): number {
  const start = scan.at;
  hex.lastIndex = start;
  const found = hex.exec(scan.text);
  const point = found === null ? -1 : Number.parseInt(found[1] ?? found[2] ?? '', 16);
  if (found !== null && point <= lastPoint) {
    scan.at += found[0].length;
    return point;
  }
  const end = found === null ? start + 2 : start + found[0].length;
  const message =
    found === null ? '`\\x` needs two hexadecimal digits, or any in braces.' : 'There is no such character.';
  throw new RegexProblem(start, end, message, 'Write `\\x7F` or `\\x{10FFFF}`.');
}

function takeOctal(scan: Scan, letter: string): number {
  octal.lastIndex = scan.at;
  const found = octal.exec(scan.text);
  if (found === null) {
    const help = 'RE2 never remembers what a group matched; that is why it takes no longer than the text is.';
    throw new RegexProblem(
      scan.at,
      scan.at + 2,
      `\`\\${letter}\` would be a backreference, which is not RE2.`,
      help,
    );
  }
  scan.at += found[0].length;
  return Number.parseInt(found[0].slice(1), 8);
}

/** Takes `\d \D \s \S \w \W` or `\p…`; null if none stands here. @throws RegexProblem */
export function takeClass(scan: Scan, flags: Flags): Ranges | null {
  if (scan.text[scan.at] !== '\\') return null;
  const letter = scan.text[scan.at + 1] ?? '';
  if (letter === 'p' || letter === 'P') return takeUnicode(scan, flags);
  const set = perlClass(letter.toLowerCase());
  if (set === undefined) return null;
  scan.at += 2;
  return scan.meant(set, flags, letter < 'a');
}

function takeUnicode(scan: Scan, flags: Flags): Ranges {
  const { text, at: start } = scan;
  const braces = text[start + 2] === '{';
  const close = braces ? text.indexOf('}', start) : start + 2;
  const end = close < 0 ? text.length : braces ? close + 1 : start + 2 + charAt(text, start + 2).length;
  const name = braces ? text.slice(start + 3, Math.max(close, start + 3)) : text.slice(start + 2, end);
  const inverse = name.startsWith('^');
  const set = close < 0 ? undefined : scan.unicode.classOf(inverse ? name.slice(1) : name);
  if (set === undefined) throw unknownClass(start, end, close < 0, inverse ? name.slice(1) : name);
  scan.at = end;
  return scan.meant(set, flags, inverse !== (text[start + 1] === 'P'));
}

function unknownClass(start: number, end: number, open: boolean, name: string): RegexProblem {
  if (open || name === '')
    return new RegexProblem(start, end, 'The name of the class has no end.', 'Write `\\p{Greek}` or `\\pL`.');
  const wanted = name.replace(/^(?:Script|sc|Is)=?/, '').toLowerCase();
  const near = classNames().find((known) => known.toLowerCase() === wanted);
  const help =
    near !== undefined
      ? `Did you mean \`\\p{${near}}\`?`
      : 'RE2 knows general categories, as `L`, `Lu`, `Nd`, and scripts, as `Greek`, `Han`.';
  return new RegexProblem(start, end, `RE2 knows no class \`${name}\`.`, help);
}
