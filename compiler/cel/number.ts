// Numbers of CEL: int, uint, double.
import type { Read } from './lexer.ts';
import type { Report, Span } from './problem.ts';

/** The least and the greatest int64. */
export const leastInt = -(2n ** 63n);
export const greatestInt = 2n ** 63n - 1n;

/** The greatest uint64. */
export const greatestUint = 2n ** 64n - 1n;

const shape = /0x[0-9a-fA-F]+|[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+(?:[eE][+-]?[0-9]+)?/y;
const tail = /[A-Za-z0-9_]*/y;

/** Reads the number at `start`. */
export function readNumber(text: string, start: number, report: Report): Read {
  shape.lastIndex = start;
  const digits = shape.exec(text)?.[0] ?? '';
  tail.lastIndex = start + digits.length;
  const suffix = tail.exec(text)?.[0] ?? '';
  const span = { start, end: start + digits.length + suffix.length };
  const whole = /^0x|^[0-9]+$/.test(digits);
  if (suffix === '' && whole) return readInt(BigInt(digits), span, report);
  if (/^[uU]$/.test(suffix) && whole) return readUint(BigInt(digits), span, report);
  if (suffix !== '') return noNumber(`${digits}${suffix}`, span, report);
  const value = Number(digits);
  if (!Number.isFinite(value)) return beyond('', span, report);
  return { token: { kind: 'literal', literal: { type: 'double', value }, ...span }, next: span.end };
}

function noNumber(written: string, span: Span, report: Report): Read {
  report('cel/syntax', span, {
    message: `\`${written}\` is no number.`,
    help: /^[0-9_]+$/.test(written)
      ? `Write \`${written.replaceAll('_', '')}\`.`
      : 'A name does not begin with a digit; text stands in quotes.',
  });
  return { token: { kind: 'bad', ...span }, next: span.end };
}

function beyond(help: string, span: Span, report: Report): Read {
  const message = 'The number is beyond 64 bits.';
  report('cel/syntax', span, help === '' ? { message } : { message, help });
  return { token: { kind: 'bad', ...span }, next: span.end };
}

function readInt(value: bigint, span: Span, report: Report): Read {
  if (value <= greatestInt) {
    return { token: { kind: 'literal', literal: { type: 'int', value }, ...span }, next: span.end };
  }
  if (value === -leastInt) return { token: { kind: 'edge', ...span }, next: span.end };
  return beyond(`The greatest int is ${greatestInt}; a double is written with a point.`, span, report);
}

function readUint(value: bigint, span: Span, report: Report): Read {
  if (value > greatestUint) return beyond(`The greatest uint is ${greatestUint}u.`, span, report);
  return { token: { kind: 'literal', literal: { type: 'uint', value }, ...span }, next: span.end };
}
