// `* + ?` and `{2,5}`: how often, and how large that may become.
import { mostRepeats } from './limits.ts';
import type { Node } from './node.ts';
import { RegexProblem } from './problem.ts';
import type { Scan } from './scan.ts';

export interface Repetition {
  readonly min: number;
  readonly max: number;
}

// Numbers with a leading zero, or without a lower bound, are plain text, as in RE2.
const braces = /\{(0|[1-9][0-9]*)(?:(,)(0|[1-9][0-9]*)?)?\}/y;

/** Takes a repetition and the `?` that would make it lazy; null if none stands here. @throws RegexProblem */
export function takeRepetition(scan: Scan): Repetition | null {
  const { text, at: start } = scan;
  const found = read(text, start);
  if (found === null) return null;
  const [length, repetition] = found;
  scan.at += length;
  if (text[scan.at] === '?') scan.at++;
  const { min, max } = repetition;
  const written = text.slice(start, start + length);
  if (max < min)
    throw new RegexProblem(
      start,
      start + length,
      `\`${written}\` is backwards.`,
      'The smaller number comes first.',
    );
  if (min > mostRepeats || (max > mostRepeats && max !== Number.POSITIVE_INFINITY))
    throw new RegexProblem(
      start,
      start + length,
      `RE2 repeats at most ${mostRepeats} times.`,
      'Compare `size(text)` for longer ones.',
    );
  return repetition;
}

function read(text: string, at: number): readonly [number, Repetition] | null {
  const many = Number.POSITIVE_INFINITY;
  if (text[at] === '*') return [1, { min: 0, max: many }];
  if (text[at] === '+') return [1, { min: 1, max: many }];
  if (text[at] === '?') return [1, { min: 0, max: 1 }];
  braces.lastIndex = at;
  const found = braces.exec(text);
  if (found === null) return null;
  const min = Number(found[1]);
  const max = found[3] !== undefined ? Number(found[3]) : found[2] === undefined ? min : many;
  return [found[0].length, { min, max }];
}

/** True if counted repetitions within each other would repeat too often. */
export function repeatsTooOften(body: Node, { min, max }: Repetition): boolean {
  if (min < 2 && (max < 2 || max === Number.POSITIVE_INFINITY)) return false;
  return counted({ kind: 'repeat', body, min, max }, mostRepeats) < 1;
}

/** How often what is innermost could still be repeated: `left` divided by every count around it. */
function counted(node: Node, left: number): number {
  switch (node.kind) {
    case 'concat':
    case 'alternate':
      return node.parts.reduce((least, part) => Math.min(least, counted(part, left)), left);
    case 'repeat': {
      const times = Math.max(1, node.max === Number.POSITIVE_INFINITY ? node.min : node.max);
      return counted(node.body, Math.floor(left / times));
    }
    default:
      return left;
  }
}
