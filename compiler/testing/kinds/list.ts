// A list: what an agent sees must be exactly what the test names.
import type { Listed } from '../ask.ts';
import type { ListTest } from '../model.ts';
import type { Asked, Failure } from '../report.ts';
import { bare } from './failures.ts';
import type { Ran } from './kind.ts';

export async function runList(test: ListTest, list: (as: string) => Promise<Listed>): Promise<Ran> {
  const listed = await list(test.as.value);
  return {
    cases: 1,
    failures: 'refused' in listed ? [refused(test, listed.refused)] : compare(test, listed.names),
  };
}

function compare(test: ListTest, names: readonly string[]): Failure[] {
  const seen = new Set(names);
  const wanted = new Set(test.exactly.map(({ value }) => value));
  const missing = test.exactly
    .filter(({ value }) => !seen.has(value))
    .map(({ value, range }) => ({ ...bare(`“${value}” is not listed.`, range), asked: asking(test) }));
  const surplus = names
    .filter((name) => !wanted.has(name))
    .map((name) => ({ ...bare(`“${name}” is listed too.`, test.listRange), asked: asking(test) }));
  return [...missing, ...surplus];
}

function refused(test: ListTest, answer: string): Failure {
  return { ...bare('The list was refused.', test.as.range), asked: asking(test), got: answer };
}

function asking(test: ListTest): Asked {
  return { as: test.as.value, call: null, args: null, time: null };
}
