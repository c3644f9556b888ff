// What was asked and who decided, in words that all reports share.
import type { Question } from '../ask.ts';
import type { Verb } from '../model.ts';
import type { Asked, Decided, Failure, TrialResult } from '../report.ts';

export function askedText({ as, of = 'tools', time, call, args, ...how }: Asked): string {
  const list = of === 'tools' ? 'the list' : `the list of ${of}`;
  const what = call === null || args === null ? list : questionText({ as, call, args, ...how });
  return `${what} as ${as}${time === null ? '' : `, time ${time}`}`;
}

/** What is asked for, and with what. */
export function questionText({ verb = 'call', call, args, completes }: Question): string {
  if (completes === undefined) return named[verb](call, JSON.stringify(args));
  const { argument, value } = completes;
  return `complete ${argument} of ${call} after ${JSON.stringify(value)}`;
}

const named: Readonly<Record<Verb, (name: string, args: string) => string>> = {
  call: (name, args) => `${name} ${args}`,
  get: (name, args) => `get ${name} ${args}`,
  read: (uri) => `read ${uri}`,
  complete: (name) => `complete ${name}`,
};

export function decidedText({ rule, place, stage, reason }: Decided): string {
  const who = rule === null ? (nobody[stage] ?? 'no rule') : rule;
  return `${who}${place === null ? '' : ` at ${place}`} (${stage})${reason === null ? '' : `: ${reason}`}`;
}

/** What it means that no rule decided, by stage. */
const nobody: Readonly<Record<string, string>> = {
  authenticate: 'no valid credential',
  resolve: 'the catalog has nothing of that name',
  visible: 'no rule could allow it, whatever the arguments',
  access: 'no rule allows it',
};

export function trialText({ rule, place, effect, changed, calls }: TrialResult): string {
  const what = effect === 'deny' ? 'denied' : 'allowed';
  return `on trial, ${rule} at ${place} would have ${what} ${changed} of ${some(calls, 'call')}`;
}

export function some(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** What there is to say of a failure, each with its label. */
export function rowsOf({ asked, expected, got, decided, untraced }: Failure): readonly [string, string][] {
  const rows: Readonly<Record<string, string | null>> = {
    asked: asked && askedText(asked),
    expected,
    got,
    decided: decided && decidedText(decided),
    trace: untraced,
  };
  return Object.entries(rows).filter((row): row is [string, string] => row[1] !== null);
}
