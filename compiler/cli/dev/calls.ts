// One line of the terminal for each line of the audit log.

import { harmless } from '../../diagnostics/cells.ts';

/** What of an audit record is shown. */
interface Shown {
  readonly time: string;
  readonly decision: string;
  readonly agent: string | null;
  readonly tool: string | null;
  readonly method: string | null;
  readonly rule: string | null;
  readonly place: string | null;
  readonly isError: boolean;
  readonly reason: string | null;
  readonly status: number;
  readonly ms: number;
}

const RED = 31;
const GREEN = 32;
const DIM = 2;

/** Names of the columns, once, above the lines. */
export function callsHead(colour: boolean): string {
  return paint(row('time', ' ', 'agent', 'tool', 'decision', 'rule and its place, ms'), DIM, colour);
}

/** The line for an audit record; what is no record is shown as it came. */
export function callLine(line: string, colour: boolean): string {
  const record = recordOf(line);
  if (record === null) return line;
  const { time, decision, agent, tool, method, rule, place, isError, reason, ms } = record;
  const good = decision === 'allow' && !isError && reason === null;
  const why = rule === null ? (reason ?? '') : place === null ? rule : `${rule} ${place}`;
  const what = isError ? 'allow, tool error' : decision;
  const end = [why, `${ms.toFixed(1)} ms`].filter((text) => text !== '').join('  ');
  const text = row(time.slice(11, 19), good ? '✓' : '✗', agent ?? '-', tool ?? method ?? '-', what, end);
  return paint(harmless(text).replaceAll('\n', ' '), good ? GREEN : RED, colour);
}

function recordOf(line: string): Shown | null {
  try {
    const record = JSON.parse(line) as Shown;
    return typeof record.decision === 'string' ? record : null;
  } catch {
    return null;
  }
}

function row(time: string, mark: string, agent: string, tool: string, decision: string, end: string): string {
  return [time.padEnd(8), mark, agent.padEnd(14), tool.padEnd(28), decision.padEnd(10), end].join('  ');
}

function paint(text: string, code: number, colour: boolean): string {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}
