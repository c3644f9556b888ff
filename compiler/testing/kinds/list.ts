// A list: what an agent sees must be exactly what the test names, or hold some names and not others.
import type { Range } from '../../diagnostics/finding.ts';
import { matches, pattern } from '../../language/patterns.ts';
import type { Listed } from '../ask.ts';
import type { ListTest, Placed } from '../model.ts';
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
  const exactly = test.exactly ?? [];
  const wanted = new Set(exactly.map(({ value }) => value));
  const surplus = test.exactly === null ? [] : names.filter((name) => !wanted.has(name));
  const listed = (word: Placed<string>): readonly string[] => {
    const wording = pattern(word.value, word.range);
    return names.filter((name) => matches(wording, name));
  };
  const missing = [
    ...exactly.filter(({ value }) => !names.includes(value)),
    ...test.include.filter((word) => listed(word).length === 0),
  ];
  const fail = (name: string, message: string, range: Range, expected: string): Failure => {
    const item = { name, there: names.includes(name) };
    return { ...bare(message, range), asked: { ...asking(test), item }, expected, got: some(names) };
  };
  const all = some(exactly.map(({ value }) => value));
  return [
    ...missing.map(({ value, range }) => fail(value, `“${value}” is not listed.`, range, value)),
    ...surplus.map((name) => fail(name, `“${name}” is listed too.`, test.listRange, all)),
    ...test.exclude.flatMap((word) =>
      listed(word).map((name) => fail(name, `“${name}” is listed.`, word.range, `no ${word.value}`)),
    ),
  ];
}

/** So many names are shown of a list. */
const mostShown = 20;

function some(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const more = names.length > mostShown ? `, and ${names.length - mostShown} more` : '';
  return `${names.slice(0, mostShown).join(', ')}${more}`;
}

function refused(test: ListTest, answer: string): Failure {
  return { ...bare('The list was refused.', test.as.range), asked: asking(test), got: answer };
}

function asking(test: ListTest): Asked {
  return {
    as: test.as.value,
    ...(test.of === 'tools' ? {} : { of: test.of }),
    call: null,
    args: null,
    time: null,
  };
}
