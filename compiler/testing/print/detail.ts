// A failure as plain lines, for reports that take a text.
import type { Positions } from '../../diagnostics/position.ts';
import type { Failure } from '../report.ts';
import { traceLines } from './trace.ts';
import { rowsOf } from './words.ts';

/** Place and message first; then what was asked, expected and got, and the rules that were considered. */
export function detailLines(failure: Failure, positions: Positions): readonly string[] {
  const { range, message, trace } = failure;
  const { line, column } = positions.position(range.file, range.start);
  return [
    `${range.file}:${line}:${column} ${message}`,
    ...rowsOf(failure).map(([label, text]) => `${label}: ${text}`),
    ...(trace === null ? [] : traceLines(trace)),
  ];
}
