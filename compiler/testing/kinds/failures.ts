// Failures in words: what was expected, what came, who decided.
import type { Range } from '../../diagnostics/finding.ts';
import { judge, type Mismatch } from '../judge.ts';
import type { Want } from '../model.ts';
import type { Outcome } from '../outcome.ts';
import type { Asked, Decided, Failure } from '../report.ts';

/** What is wrong with one call's outcome; none when it is as wanted. */
export function failuresOf(outcome: Outcome, want: Want, asked: Asked, range: Range): Failure[] {
  const decided = decidedBy(outcome);
  const found = judge(outcome, want).sort((a, b) => a.range.start - b.range.start);
  const about = { asked, decided, record: outcome.record };
  const wrong = found.map((each) => ({ ...failed(each), ...about }));
  return outcome.conflict === null ? wrong : [...wrong, { ...bare(outcome.conflict, range), ...about }];
}

function failed({ what, expected, got, range }: Mismatch): Failure {
  return { ...bare(`“${what}” is not as expected.`, range), expected, got };
}

/** A failure that is not about a value. */
export function bare(message: string, range: Range): Failure {
  const none = { asked: null, expected: null, got: null, decided: null };
  return { message, range, ...none, record: null, trace: null, untraced: null };
}

export function decidedBy({ record }: Outcome): Decided {
  const { rule, place, stage, reason } = record;
  return { rule, place, stage, reason };
}
