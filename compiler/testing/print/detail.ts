// A failure as plain lines, for reports that take a text.
import type { Positions } from '../../diagnostics/position.ts';
import type { Failure } from '../report.ts';
import { traceLines } from './trace.ts';
import { askedText, decidedText } from './words.ts';

/** Place and message first; then what was asked, expected and got, and the rules that were considered. */
export function detailLines(failure: Failure, positions: Positions): readonly string[] {
  const { range, message, asked, expected, got, decided, untraced, trace } = failure;
  const { line, column } = positions.position(range.file, range.start);
  const rows: Readonly<Record<string, string | null>> = {
    asked: asked && askedText(asked),
    expected,
    got,
    decided: decided && decidedText(decided),
    trace: untraced,
  };
  return [
    `${range.file}:${line}:${column} ${message}`,
    ...Object.entries(rows).flatMap(([label, text]) => (text === null ? [] : [`${label}: ${text}`])),
    ...(trace === null ? [] : traceLines(trace)),
  ];
}
