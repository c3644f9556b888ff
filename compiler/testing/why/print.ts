// Why, in lines for people, and as JSON.
import type { ShadowRecord } from '../../../runtime/contract/audit.ts';
import { harmless } from '../../diagnostics/cells.ts';
import { conditionLines, routeLines, rulesLines, trialLines } from '../print/trace.ts';
import { decidedText, questionText } from '../print/words.ts';
import type { ConditionTrace } from '../twin/trace.ts';
import type { Change } from './change.ts';
import type { DownTrace, HopTrace, LimitTrace, TokenTrace, WayTrace, Why } from './report.ts';
import { changeText } from './words.ts';

/** For people. */
export function printWhy(why: Why): string {
  const { asked, at, record, told, token, trace, limits, route, down, flip, notes } = why;
  const passed = ['limits', 'attempt', 'answer'].includes(record.stage);
  const head = `${questionText(asked)} as ${asked.as}, at ${new Date(at).toISOString()}`;
  const blocks = [
    [
      head,
      `  ${record.decision}: ${decidedText({ ...record })}`,
      ...(told === '' ? [] : [`  told: ${told}`]),
    ],
    ...(notes.length === 0 ? [] : [notes]),
    ...(token === null ? [] : [tokenLines(token)]),
    ...(trace === null ? [] : [['Rules', ...indented(rulesLines(trace))]]),
    ...(trace === null || trace.trials.length === 0
      ? []
      : [['Rules on trial', ...indented([...trialLines(trace), ...(record.shadow ?? []).map(trialText)])]]),
    ...(limits.length === 0
      ? []
      : [[passed ? 'Limits' : 'Limits, if it were allowed', ...indented(limits.flatMap(limitLines))]]),
    ...(route === null
      ? []
      : [['Route', ...indented([...(trace === null ? [] : routeLines(trace)), ...wayLines(route)])]]),
    ...(down === null ? [] : [[`If ${down.servers.join(' and ')} were down`, ...indented(downLines(down))]]),
    ...(trace === null && flip === null ? [] : [[turning(why), ...indented(flipLines(why, flip))]]),
  ];
  return `${harmless(blocks.map((lines) => lines.join('\n')).join('\n\n'))}\n`;
}

function turning({ record }: Why): string {
  return record.stage === 'authenticate'
    ? 'Smallest change with which the token is taken'
    : 'Smallest change that turns it';
}

function tokenLines({ issuer, says, scopes, declared }: TokenTrace): readonly string[] {
  const said = says.flatMap(({ key, value }) => [key, ...conditionLines(value).map((line) => `  ${line}`)]);
  const held = scopes === null ? 'refused' : `scopes  ${scopes.length === 0 ? 'none' : scopes.join(' ')}`;
  const own = declared === null ? [] : [`declared at ${declared}: team, roles and labels are those`];
  return [`Token of ${issuer}`, ...indented([...said, held, ...own])];
}

function wayLines({ by: _, then = [], on = [], results = [], safe, ...first }: WayTrace): readonly string[] {
  const again = safe ? 'also a call that may have run' : 'no call that may have run, unless both only read';
  return [
    ...hopLines(first),
    ...then.flatMap((next) => hopLines(next, 'then ')),
    ...(on.length === 0 ? [] : [`after ${on.join(', ')}: ${again}`]),
    ...results.flatMap((result) => below('of this answer', result)),
  ];
}

function hopLines({ server, address, tool, key, args }: HopTrace, before = ''): readonly string[] {
  return [
    `${before}${server} (${address}), as ${tool}`,
    ...(key === undefined ? [] : below('address by', key)),
    ...(args === undefined ? [] : below('arguments', args)),
  ];
}

/** An expression with its parts, below a line that says what it is for. */
function below(what: string, expression: ConditionTrace): readonly string[] {
  return [`  ${what}`, ...conditionLines(expression).map((line) => `    ${line}`)];
}

function downLines({ decision, servedBy, attempts, told, retryAfterMs }: DownTrace): readonly string[] {
  const wait = retryAfterMs === null ? '' : `, to come back in ${durationText(retryAfterMs)}`;
  return [
    ...attempts.map(({ server, outcome }) => `${server}  ${outcome}`),
    servedBy === null ? `${decision}${wait}: ${told}` : `${decision}, served by ${servedBy}`,
  ];
}

function trialText({ effect, rule, error, changes }: ShadowRecord): string {
  const would = changes ? `${rule} would ${effect} this call` : `${rule} would change nothing`;
  return `${would}${error ? ', by an error' : ''}`;
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

function limitLines({ name, place, cells, per, burst, intervalMs }: LimitTrace): readonly string[] {
  const who = cells === null ? 'its cell cannot be computed, so it refuses' : cells.map(cellText).join(', ');
  return [
    `${name}  ${place}  ${who}: ${burst} at once, then one each ${durationText(intervalMs)}`,
    ...per.flatMap((one) => conditionLines(one).map((line) => `    ${line}`)),
  ];
}

function cellText(cell: string): string {
  return JSON.stringify(cell);
}

function durationText(ms: number): string {
  return ms < 1000 ? `${Number(ms.toFixed(3))} ms` : `${Number((ms / 1000).toFixed(3))} s`;
}

function flipLines(why: Why, flip: Why['flip']): readonly string[] {
  if (why.record.stage === 'arguments')
    return [
      `arguments that fit: ${(why.record.reason ?? '').replace(/^Invalid arguments: /, '')}`,
      ...(why.trace?.allowed ? [`then it is allowed by ${why.trace.decides}`] : []),
    ];
  if (flip === null)
    return [
      'none was found: no argument, claim, scope, role, team, label, agent or time that rules speak of',
    ];
  const { changes, allowed, rule } = flip;
  const by = rule === null ? 'since no rule allows it' : `by ${rule}`;
  return [
    ...changes.map((change) => changeText(change, why)),
    `then it is ${allowed ? 'allowed' : 'denied'} ${by}`,
  ];
}

/** For programs. The shape is stable: members are added, never changed or taken away. */
export function printWhyJson(why: Why): string {
  const { flip, at, ...rest } = why;
  const shown = flip && { ...flip, changes: flip.changes.map((change) => changeJson(change, why)) };
  return `${JSON.stringify({ ...rest, at: new Date(at).toISOString(), flip: shown }, null, 2)}\n`;
}

function changeJson(change: Change, why: Why): object {
  const text = changeText(change, why);
  if (change.kind === 'agent') return { kind: 'agent', agent: change.as, text };
  if (change.kind === 'time') return { kind: 'time', time: new Date(change.time).toISOString(), text };
  return { ...change, text };
}
