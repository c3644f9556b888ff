// What every kind of test works with, and gives back.
import type { Question } from '../ask.ts';
import type { Outcome } from '../outcome.ts';
import type { Failure } from '../report.ts';

/** Calls as a question says. */
export type Ask = (question: Question) => Promise<Outcome>;

export interface Ran {
  /** Calls and lists that were asked. */
  readonly cases: number;
  readonly failures: readonly Failure[];
}
