// Numbers of CEL: int, double. Unsigned ones are refused.
import type { Read } from './lexer.ts';
import type { Report } from './problem.ts';

/** The least and the greatest int64. */
export const leastInt = -(2n ** 63n);
export const greatestInt = 2n ** 63n - 1n;

const shape = /0[xX][0-9a-fA-F]+|[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+(?:[eE][+-]?[0-9]+)?/y;
const tail = /[A-Za-z0-9_]*/y;

/** Reads the number at `start`. */
export function readNumber(text: string, start: number, report: Report): Read {
  shape.lastIndex = start;
  const digits = shape.exec(text)?.[0] ?? '';
  tail.lastIndex = start + digits.length;
  const suffix = tail.exec(text)?.[0] ?? '';
  const span = { start, end: start + digits.length + suffix.length };
  const refused = refuseSuffix(digits, suffix);
  if (refused !== null) {
    report(refused.rule, span, refused);
    return { token: { kind: 'bad', ...span }, next: span.end };
  }
  if (/^0[xX]|^[0-9]+$/.test(digits)) return readInt(BigInt(digits), span, report);
  const value = Number(digits);
  return { token: { kind: 'literal', literal: { type: 'double', value }, ...span }, next: span.end };
}

function refuseSuffix(digits: string, suffix: string) {
  if (suffix === '') return null;
  if (/^[uU]$/.test(suffix)) {
    const message = 'Unsigned numbers are not supported.';
    return { rule: 'cel/unsupported', message, help: `Write \`${digits}\`.` };
  }
  const message = `\`${digits}${suffix}\` is no number.`;
  return { rule: 'cel/syntax', message, help: 'A name does not begin with a digit; text stands in quotes.' };
}

function readInt(value: bigint, span: { start: number; end: number }, report: Report): Read {
  if (value <= greatestInt) {
    return { token: { kind: 'literal', literal: { type: 'int', value }, ...span }, next: span.end };
  }
  if (value === -leastInt) return { token: { kind: 'edge', ...span }, next: span.end };
  report('cel/syntax', span, {
    message: 'The number is beyond 64 bits.',
    help: `The greatest int is ${greatestInt}; a double is written with a point.`,
  });
  return { token: { kind: 'bad', ...span }, next: span.end };
}
