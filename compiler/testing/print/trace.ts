// A trace in lines: each rule that speaks of the tool, whether it holds and why, and the values in its condition; so those
// on trial, and the routes that were asked.
import type { ConditionTrace, PartTrace, RouteTrace, RuleTrace, Trace } from '../twin/trace.ts';
import { some } from './words.ts';

/** The lines, without indent. */
export function traceLines(trace: Trace): readonly string[] {
  return [
    ...rulesLines(trace),
    ...trialLines(trace).map((line) => (line.startsWith(' ') ? line : `on trial: ${line}`)),
    ...routeLines(trace),
  ];
}

/** The rules that are enforced. */
export function rulesLines({ rules, others, ofTool }: Trace): readonly string[] {
  return [
    ...allLines(rules),
    ...(others > 0 ? [`${some(others, 'rule')} of other ${ofTool ? 'tools' : 'things'} only`] : []),
  ];
}

/** Those on trial. */
export function trialLines({ trials }: Trace): readonly string[] {
  return allLines(trials);
}

export function routeLines({ routes }: Trace): readonly string[] {
  return routes.flatMap((route) => [
    `route  ${route.place}  ${leadOf(route)}`,
    ...(route.when === null ? [] : conditionLines(route.when).map((line) => `      ${line}`)),
  ]);
}

function leadOf({ to, leads, when }: RouteTrace): string {
  if (leads) return `leads to ${to}`;
  return `does not lead to ${to}${when?.result === 'error' ? ': its condition is an error' : ''}`;
}

function allLines(rules: readonly RuleTrace[]): readonly string[] {
  const widths = [0, 1].map((at) => Math.max(0, ...rules.map((rule) => columns(rule)[at]!.length)));
  return rules.flatMap((rule) => ruleLines(rule, widths));
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

function outcomeOf({ effect, holds, spares, when, listed }: RuleTrace): string {
  if (spares !== null) return `does not concern: ${spares}`;
  if (listed !== undefined) return inList(effect, listed);
  const why = when?.result === 'error' ? ': its condition is an error' : '';
  return `${holds ? 'holds' : 'does not hold'}${why}`;
}

/** Nothing is known of calls there. */
function inList(effect: RuleTrace['effect'], open: boolean): string {
  if (open) return effect === 'allow' ? 'holds for some calls' : 'refuses some calls only';
  return effect === 'allow' ? 'holds for no call' : 'refuses every call';
}

/** A condition's parts, below what it belongs to. Each part once, with its value; what stands in several places says the same everywhere. */
export function conditionLines({ parts }: ConditionTrace): readonly string[] {
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
