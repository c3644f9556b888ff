// A trace in lines: each rule that speaks of the tool, whether it holds and why, and the values in its condition.
import type { ConditionTrace, PartTrace, RuleTrace, Trace } from '../twin/trace.ts';
import { some } from './words.ts';

/** The lines, without indent. */
export function traceLines({ rules, others, ofTool }: Trace): readonly string[] {
  const widths = [0, 1].map((at) => Math.max(0, ...rules.map((rule) => columns(rule)[at]!.length)));
  return [
    ...rules.flatMap((rule) => ruleLines(rule, widths)),
    ...(others > 0 ? [`${some(others, 'rule')} of other ${ofTool ? 'tools' : 'things'} only`] : []),
  ];
}

function columns({ effect, name, place }: RuleTrace): readonly [string, string] {
  return [`${effect.padEnd(5)} ${name}`, place];
}

function ruleLines(rule: RuleTrace, widths: readonly number[]): readonly string[] {
  const head = columns(rule).map((text, at) => text.padEnd(widths[at]!));
  const { when } = rule;
  return [
    `${head.join('  ')}  ${outcomeOf(rule)}`,
    ...(when === null ? [] : conditionLines(when).map((line) => `      ${line}`)),
  ];
}

function outcomeOf({ holds, spares, when }: RuleTrace): string {
  if (spares !== null) return `does not concern: ${spares}`;
  const why = when?.result === 'error' ? ': its condition is an error' : '';
  return `${holds ? 'holds' : 'does not hold'}${why}`;
}

/** Each part once, with its value; what stands in several places says the same everywhere. */
function conditionLines({ parts }: ConditionTrace): readonly string[] {
  const rows = parts.map(
    (part) => [`${'  '.repeat(part.depth)}${oneLine(part.text)}`, shownValue(part)] as const,
  );
  const width = Math.min(60, Math.max(0, ...rows.map(([text]) => text.length)));
  const lines = rows.map(([text, value]) => `${text.padEnd(width)}  ${value}`);
  return lines.filter((line, at) => lines.findIndex((other) => other.trim() === line.trim()) === at);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function shownValue({ values }: PartTrace): string {
  if (values.length === 0) return 'not evaluated';
  const shown = [...new Set(values)].slice(0, 5).join(', ');
  return values.length > 5 ? `${shown} …` : shown;
}
