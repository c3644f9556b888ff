// RE2's syntax: alternatives of sequences of repeated pieces.
import { takeBracket } from './bracket.ts';
import { newline } from './classes.ts';
import { takeClass, takeEscape } from './escape.ts';
import { takeOpening } from './group.ts';
import { deepestGroup, longestPattern } from './limits.ts';
import { type Assertion, alternate, concat, type Node, repeat } from './node.ts';
import { RegexProblem } from './problem.ts';
import { everything } from './ranges.ts';
import { type Repetition, repeatsTooOften, takeRepetition } from './repetition.ts';
import { charAt, createScan, type Flags, type Scan } from './scan.ts';

const plain: Flags = { fold: false, dotAll: false, lines: false };

/**
 * Reads a pattern in RE2's syntax (https://github.com/google/re2/wiki/Syntax), as `matches` of CEL has it.
 * @throws RegexProblem with its place in the pattern
 */
export function parseRegex(pattern: string): Node {
  refuseText(pattern);
  const scan = createScan(pattern);
  const node = takeAlternatives(scan, plain, 0);
  if (scan.at === pattern.length) return node;
  const help = 'The parenthesis itself is written `\\)`.';
  throw new RegexProblem(scan.at, scan.at + 1, 'The `)` closes nothing.', help);
}

function refuseText(pattern: string): void {
  const half = /[\ud800-\udfff]/u.exec(pattern)?.index;
  if (half !== undefined)
    throw new RegexProblem(half, half + 1, 'Half a character stands here (a lone surrogate).');
  if (pattern.length > longestPattern)
    throw new RegexProblem(0, pattern.length, `The pattern is longer than ${longestPattern} characters.`);
}

/** Up to the `)` that ends the group, or the end. */
function takeAlternatives(scan: Scan, outer: Flags, depth: number): Node {
  const branches: Node[] = [];
  let flags = outer;
  let parts: Node[] = [];
  let repeated = -1;
  for (let char = scan.text[scan.at]; char !== undefined && char !== ')'; char = scan.text[scan.at]) {
    const start = scan.at;
    const repetition = takeRepetition(scan);
    if (repetition !== null) {
      if (repeated >= 0) throw repeatedTwice(scan, repeated);
      repeatLast(scan, parts, repetition, start);
      repeated = start;
      continue;
    }
    repeated = -1;
    if (char === '|') {
      scan.at++;
      branches.push(concat(parts));
      parts = [];
    } else if (char === '(') flags = takeGroup(scan, flags, depth, parts);
    else takePiece(scan, flags, parts);
  }
  return alternate([...branches, concat(parts)]);
}

function repeatedTwice(scan: Scan, start: number): RegexProblem {
  const written = scan.text.slice(start, scan.at);
  const help =
    'Put what is repeated in `(?:…)`. RE2 never goes back, so it has no possessive `*+`, `++` or `?+`.';
  return new RegexProblem(start, scan.at, `\`${written}\` repeats a repetition, which is not RE2.`, help);
}

function repeatLast(scan: Scan, parts: Node[], repetition: Repetition, start: number): void {
  const written = scan.text.slice(start, scan.at);
  const body = parts.pop();
  if (body === undefined) {
    const help = `The character itself is written \`\\${written.charAt(0)}\`.`;
    throw new RegexProblem(start, scan.at, `\`${written}\` repeats nothing.`, help);
  }
  if (repeatsTooOften(body, repetition))
    throw new RegexProblem(
      start,
      scan.at,
      'The repetitions within each other come to more than 1000.',
      'Lower a count.',
    );
  parts.push(repeat(body, repetition.min, repetition.max));
}

/** Returns the flags that hold after it. */
function takeGroup(scan: Scan, flags: Flags, depth: number, parts: Node[]): Flags {
  const start = scan.at;
  const opened = takeOpening(scan, flags);
  if (!opened.group) return opened.flags;
  if (depth + 1 >= deepestGroup)
    throw new RegexProblem(start, scan.at, `The pattern nests deeper than ${deepestGroup} groups.`);
  const body = takeAlternatives(scan, opened.flags, depth + 1);
  if (scan.text[scan.at] !== ')') {
    const help = 'The parenthesis itself is written `\\(`.';
    throw new RegexProblem(start, start + 1, 'The `(` is never closed.', help);
  }
  scan.at++;
  parts.push(body);
  return flags;
}

/** One character, class or assertion; `\Q…\E` is several. */
function takePiece(scan: Scan, flags: Flags, parts: Node[]): void {
  const { text, at } = scan;
  const char = charAt(text, at);
  if (char === '\\') return takeBackslash(scan, flags, parts);
  if (char === '[') return void parts.push({ kind: 'set', set: takeBracket(scan, flags) });
  scan.at += char.length;
  if (char === '.')
    parts.push({ kind: 'set', set: flags.dotAll ? everything : scan.meant(newline, plain, true) });
  else if (char === '^') parts.push(assert(flags.lines ? 'lineBegin' : 'begin'));
  else if (char === '$') parts.push(assert(flags.lines ? 'lineEnd' : 'end'));
  else parts.push(literal(scan, flags, char.codePointAt(0)!));
}

const assertions: ReadonlyMap<string, Assertion> = new Map([
  ['A', 'begin'],
  ['z', 'end'],
  ['b', 'word'],
  ['B', 'notWord'],
]);

function takeBackslash(scan: Scan, flags: Flags, parts: Node[]): void {
  const letter = scan.text[scan.at + 1] ?? '';
  const assertion = assertions.get(letter);
  if (letter === 'Q') return takeQuoted(scan, flags, parts);
  if (assertion !== undefined) {
    scan.at += 2;
    parts.push(assert(assertion));
    return;
  }
  const set = takeClass(scan, flags);
  parts.push(set !== null ? { kind: 'set', set } : literal(scan, flags, takeEscape(scan)));
}

/** `\Q…\E`; without an end it goes to the end of the pattern. */
function takeQuoted(scan: Scan, flags: Flags, parts: Node[]): void {
  const from = scan.at + 2;
  const close = scan.text.indexOf('\\E', from);
  const to = close < 0 ? scan.text.length : close;
  for (const char of scan.text.slice(from, to)) parts.push(literal(scan, flags, char.codePointAt(0)!));
  scan.at = close < 0 ? to : to + 2;
}

function literal(scan: Scan, flags: Flags, point: number): Node {
  return { kind: 'set', set: scan.meant(scan.single(point), flags, false) };
}

function assert(assertion: Assertion): Node {
  return { kind: 'assert', assertion };
}
