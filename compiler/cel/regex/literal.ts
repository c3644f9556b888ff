// Patterns that are a plain text with an anchor or two: JavaScript's own search is the fastest there is.
import type { Node } from '../../../runtime/cel/regex/re2/node.ts';
import { trim } from '../../../runtime/cel/regex/re2/trim.ts';
import { type Code, code } from '../../emit/code.ts';

/** A function of `text`, or null when the pattern is more than a plain text. */
export function literalSearch(node: Node): Code | null {
  const trimmed = trim(node);
  const parts = trimmed.kind === 'concat' ? [...trimmed.parts] : trimmed.kind === 'empty' ? [] : [trimmed];
  const begins = takeAssertions(parts, 'begin');
  const ends = takeAssertions(parts.reverse(), 'end');
  const text = textOf(parts.reverse());
  if (text === null) return null;
  if (begins && ends) return code`(text) => text === ${text}`;
  if (text === '') return code`() => true`;
  if (begins) return code`(text) => text.startsWith(${text})`;
  return ends ? code`(text) => text.endsWith(${text})` : code`(text) => text.includes(${text})`;
}

/** Takes the assertions in front; true if there were any. */
function takeAssertions(parts: Node[], assertion: 'begin' | 'end'): boolean {
  let any = false;
  for (let first = parts[0]; first?.kind === 'assert' && first.assertion === assertion; first = parts[0]) {
    parts.shift();
    any = true;
  }
  return any;
}

function textOf(parts: readonly Node[]): string | null {
  const points: number[] = [];
  for (const part of parts) {
    if (part.kind !== 'set' || part.set.length !== 2 || part.set[0] !== part.set[1]) return null;
    const point = part.set[0]!;
    // Half a character would be found within a whole one.
    if (point >= 0xd800 && point <= 0xdfff) return null;
    points.push(point);
  }
  return points.map((point) => String.fromCodePoint(point)).join('');
}
