// A matrix: every combination is called; each must be what the expectations that name it say, or else `otherwise`.

import type { Question } from '../ask.ts';
import type { Args, Expectation, MatrixTest, Placed, Where } from '../model.ts';
import type { Outcome } from '../outcome.ts';
import type { Asked, Failure } from '../report.ts';
import { bare, decidedBy, failuresOf } from './failures.ts';
import type { Ask, Ran } from './kind.ts';

export async function runMatrix(test: MatrixTest, ask: Ask): Promise<Ran> {
  const failures: Failure[] = [];
  const unused = new Set(test.expect);
  let cases = 0;
  for (const question of combinations(test)) {
    const outcome = await ask(question);
    cases += 1;
    const fitting = test.expect.filter(({ where }) => fits(where, question));
    for (const expectation of fitting) unused.delete(expectation);
    failures.push(...judgeCase(test, fitting, outcome, { ...question, time: null }));
  }
  failures.push(...[...unused].map(matchesNothing));
  return { cases, failures };
}

function* combinations(test: MatrixTest): Generator<Question> {
  const about = test.verb === 'call' ? {} : { verb: test.verb };
  for (const as of test.as) {
    for (const call of test.call) {
      for (const args of test.args) yield { as: as.value, ...about, call: call.value, args: args.value };
    }
  }
}

function judgeCase(
  test: MatrixTest,
  fitting: readonly Expectation[],
  outcome: Outcome,
  asked: Asked,
): readonly Failure[] {
  if (fitting.length > 0) {
    return fitting.flatMap(({ want, range }) => failuresOf(outcome, want, asked, range));
  }
  if (test.otherwise === null) {
    const failure = bare('No expectation names this combination, and there is no “otherwise”.', test.range);
    const { record } = outcome;
    return [{ ...failure, asked, got: record.decision, decided: decidedBy(outcome), record }];
  }
  const failures = failuresOf(outcome, { decision: test.otherwise }, asked, test.otherwise.range);
  return failures.map((failure) => (failure.expected === null ? failure : { ...failure, message: UNNAMED }));
}

const UNNAMED = 'A combination that no expectation names is not what “otherwise” says.';

function matchesNothing({ where }: Expectation): Failure {
  return bare('This expectation fits no combination of the matrix, so it proves nothing.', where.range);
}

function fits(where: Where, { as, call, args }: Question): boolean {
  const names = (words: readonly Placed<string>[], word: string): boolean =>
    words.length === 0 || words.some(({ value }) => value === word);
  if (!names(where.as, as) || !names(where.call, call)) return false;
  return where.args.every(({ path, value }) => isEqual(at(args, path), value));
}

function at(args: Args, path: readonly string[]): unknown {
  let value: unknown = args;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Args)[key];
  }
  return value;
}

/** Equality of JSON values, whatever the order of keys. */
function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isEqual((a as Args)[key], (b as Args)[key]));
}
