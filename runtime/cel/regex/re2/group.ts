// What follows `(`: groups with and without a name, and flags.
import { RegexProblem } from './problem.ts';
import type { Flags, Scan } from './scan.ts';

export interface Opened {
  /** The flags inside, or from here on. */
  readonly flags: Flags;
  /** False for `(?i)`, which opens no group. */
  readonly group: boolean;
}

/** What RE2 leaves out, so that no text can make a pattern slow. */
const lookarounds: ReadonlyMap<string, string> = new Map([
  ['(?=', 'Lookahead'],
  ['(?!', 'Lookahead'],
  ['(?<=', 'Lookbehind'],
  ['(?<!', 'Lookbehind'],
  ['(?>', 'An atomic group'],
  ['(?P=', 'A backreference'],
  ['(?P>', 'A call of a group'],
  ['(?R', 'Recursion'],
  ['(?|', 'A branch reset'],
  ['(?(', 'A condition on a group'],
  ['(?#', 'A comment'],
]);

const named = /\(\?P?<([^>]*)>/y;

/** Takes `(`, `(?:`, `(?i:`, `(?P<name>` or `(?i)`. @throws RegexProblem */
export function takeOpening(scan: Scan, flags: Flags): Opened {
  if (scan.text[scan.at + 1] !== '?') {
    scan.at++;
    return { flags, group: true };
  }
  refuseOthers(scan);
  if (!/^\(\?P?</.test(scan.text.slice(scan.at, scan.at + 4))) return takeFlags(scan, flags);
  takeName(scan);
  return { flags, group: true };
}

function refuseOthers({ text, at }: Scan): void {
  for (const [opening, name] of lookarounds) {
    if (!text.startsWith(opening, at)) continue;
    const help = opening.endsWith('!')
      ? 'Write a second condition: `&& !text.matches("…")`.'
      : opening.endsWith('=') && opening !== '(?P='
        ? 'Write a second condition: `&& text.matches("…")`.'
        : '';
    throw new RegexProblem(at, at + opening.length, `${name}, \`${opening}\`, is not RE2.`, help);
  }
}

function takeName(scan: Scan): void {
  const { text, at: start } = scan;
  named.lastIndex = start;
  const found = named.exec(text);
  const name = found?.[1] ?? '';
  const end = found === null ? text.length : start + found[0].length;
  if (!/^[0-9A-Za-z_]+$/.test(name)) {
    const help = 'Write `(?P<name>…)`, the name of letters, digits and `_`; or `(?:…)` without one.';
    throw new RegexProblem(start, end, 'The group has no proper name.', help);
  }
  if (scan.names.has(name))
    throw new RegexProblem(
      start,
      end,
      `A second group is named \`${name}\`.`,
      'Groups need no name here: write `(?:…)`.',
    );
  scan.names.add(name);
  scan.at = end;
}

const flagged = /\(\?([imsU]*)(?:-([imsU]+))?([:)])/y;

function takeFlags(scan: Scan, flags: Flags): Opened {
  flagged.lastIndex = scan.at;
  const found = flagged.exec(scan.text);
  if (found === null) throw badFlags(scan);
  const [all, on = '', off = '', end] = found;
  scan.at += all.length;
  const is = (letter: string, before: boolean): boolean =>
    !off.includes(letter) && (on.includes(letter) || before);
  return {
    flags: { fold: is('i', flags.fold), dotAll: is('s', flags.dotAll), lines: is('m', flags.lines) },
    group: end === ':',
  };
}

function badFlags({ text, at }: Scan): RegexProblem {
  const read = /^\(\?[imsU]*(?:-[imsU]*)?/.exec(text.slice(at))?.[0].length ?? 2;
  const end = Math.min(text.length, at + read + 1);
  const help =
    'There are the flags `i`, `m`, `s` and `U`, as in `(?i)` or `(?s-i:…)`, and the group `(?:…)`.';
  return new RegexProblem(at, end, `\`${text.slice(at, end)}\` is not RE2.`, help);
}
