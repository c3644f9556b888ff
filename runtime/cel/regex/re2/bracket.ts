// Classes in brackets: `[^a-z\d[:alpha:]]`.
import { posixClass, posixNames } from './classes.ts';
import { takeClass, takeEscape } from './escape.ts';
import { RegexProblem } from './problem.ts';
import { complement, type Ranges, setOf } from './ranges.ts';
import { charAt, type Flags, type Scan } from './scan.ts';

/** Takes the class that the bracket at the scan's place begins. @throws RegexProblem */
export function takeBracket(scan: Scan, flags: Flags): Ranges {
  const { text, at: start } = scan;
  scan.at++;
  const negated = text[scan.at] === '^';
  if (negated) scan.at++;
  const pairs: number[] = [];
  // A bracket that closes at once is itself a member.
  for (let first = true; first || text[scan.at] !== ']'; first = false) {
    if (scan.at >= text.length) throw unclosed(start, text);
    const member = takeMember(scan, flags, start);
    scan.count(member);
    for (const end of member) pairs.push(end);
  }
  scan.at++;
  const set = setOf(pairs);
  return negated ? complement(set) : set;
}

function unclosed(start: number, text: string): RegexProblem {
  const literal = 'The bracket itself is written `\\[`; a class without members, `[]`, is not RE2.';
  return new RegexProblem(start, text.length, 'The `[` is never closed.', literal);
}

function takeMember(scan: Scan, flags: Flags, bracket: number): Ranges {
  return takePosix(scan, flags) ?? takeClass(scan, flags) ?? takeRange(scan, flags, bracket);
}

/** `[:name:]`; without its end the bracket is a plain character. */
function takePosix(scan: Scan, flags: Flags): Ranges | null {
  const { text, at: start } = scan;
  const close = text.startsWith('[:', start) ? text.indexOf(':]', start + 2) : -1;
  if (close < 0) return null;
  const written = text.slice(start + 2, close);
  const negated = written.startsWith('^');
  const set = posixClass(negated ? written.slice(1) : written);
  if (set === undefined) {
    const help = `There are ${posixNames().join(', ')}.`;
    throw new RegexProblem(start, close + 2, `There is no class \`[:${written}:]\`.`, help);
  }
  scan.at = close + 2;
  return scan.meant(set, flags, negated);
}

function takeRange(scan: Scan, flags: Flags, bracket: number): Ranges {
  const { text, at: start } = scan;
  const low = takeChar(scan, bracket);
  let high = low;
  const after = text[scan.at + 1];
  if (text[scan.at] === '-' && after !== undefined && after !== ']') {
    scan.at++;
    high = takeHigh(scan, start, bracket);
  }
  if (high < low) {
    const help = 'The character with the lower number comes first; a `-` itself is written `\\-`.';
    throw new RegexProblem(start, scan.at, `The range \`${text.slice(start, scan.at)}\` is backwards.`, help);
  }
  return scan.meant([low, high], flags, false);
}

/** The upper end of a range, which is no class. */
function takeHigh(scan: Scan, start: number, bracket: number): number {
  if (!/^\\[dDsSwWpP]/.test(scan.text.slice(scan.at, scan.at + 2))) return takeChar(scan, bracket);
  const range = scan.text.slice(start, scan.at + 2);
  const help = 'A `-` itself is written `\\-`.';
  throw new RegexProblem(start, scan.at + 2, `The range \`${range}\` has no upper end.`, help);
}

function takeChar(scan: Scan, bracket: number): number {
  const char = charAt(scan.text, scan.at);
  if (char === '') throw unclosed(bracket, scan.text);
  if (char === '\\') return takeEscape(scan);
  scan.at += char.length;
  return char.codePointAt(0)!;
}
