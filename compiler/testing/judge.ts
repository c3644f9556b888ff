// Compares what became of a call with what a test wants of it.
import type { Range } from '../diagnostics/finding.ts';
import type { Placed, Want } from './model.ts';
import type { Outcome } from './outcome.ts';

/** One way in which an outcome is not as wanted. */
export interface Mismatch {
  readonly range: Range;
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

/** All mismatches; none when the outcome is as wanted. */
export function judge(outcome: Outcome, want: Want): Mismatch[] {
  const { record } = outcome;
  const found: Mismatch[] = [];
  const equal = (what: string, wanted: Placed<string> | undefined, got: string | null): void => {
    if (wanted !== undefined && wanted.value !== got) found.push(mismatch(what, wanted, wanted.value, got));
  };
  if (want.decision !== undefined && !covers(want.decision.value, record.decision)) {
    found.push(mismatch('decision', want.decision, want.decision.value, record.decision));
  }
  equal('rule', want.rule, record.rule);
  equal('limit', want.limit, record.decision === 'limited' ? record.rule : null);
  equal('servedBy', want.servedBy, outcome.servedBy);
  equal('route', want.route, record.route?.to ?? null);
  const wait = want.retryAfter;
  if (wait !== undefined && wait.value !== outcome.retryAfter) {
    found.push(mismatch('retryAfter', wait, `${wait.value}ms`, milliseconds(outcome.retryAfter)));
  }
  const same = (what: string, wanted: Want['shadow'], got: readonly string[]): void => {
    const [all, held] = [listed((wanted?.value ?? []).map(({ value }) => value)), listed(got)];
    if (wanted !== undefined && all !== held) found.push(mismatch(what, wanted, all, held));
  };
  same('scopes', want.scopes, outcome.scopes);
  same(
    'shadow',
    want.shadow,
    (record.shadow ?? []).map(({ rule }) => rule),
  );
  const { attempts } = want;
  if (attempts !== undefined) {
    const wanted = inTurn(attempts.value.map(({ value }) => value));
    const made = outcome.attempts === null ? 'not recorded: there is one way' : inTurn(outcome.attempts);
    if (wanted !== made) found.push(mismatch('attempts', attempts, wanted, made));
  }
  const text = want.message;
  if (text !== undefined && !outcome.text.includes(text.value)) {
    found.push(mismatch('message', text, quoted(text.value), quoted(outcome.text)));
  }
  return found;
}

/** True when a decision is what an expectation names: `deny` means denied, visibly or not. */
export function covers(expected: string, decision: string): boolean {
  return expected === decision || (expected === 'deny' && decision === 'hidden');
}

function mismatch(
  what: string,
  at: { readonly range: Range },
  expected: string,
  got: string | null,
): Mismatch {
  return { what, range: at.range, expected, got: got ?? 'none' };
}

function inTurn(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

/** In the order of names. */
function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : [...names].sort().join(', ');
}

function milliseconds(value: number | null): string | null {
  return value === null ? null : `${value}ms`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
