// What cel-go reads and its checker refuses, in the goldens of `@bufbuild/cel-spec`: ours refuses it too.
import { tests as checking } from '@bufbuild/cel-spec/testdata/checking.js';
import { tests as parsing } from '@bufbuild/cel-spec/testdata/parsing.js';
import { expect, test } from 'vitest';
import type { Environment } from '../../../compiler/cel/environment.ts';
import { compileExpression } from '../../../compiler/cel/index.ts';
import { boolType } from '../../../compiler/cel/types.ts';

/** Messages and wrappers of Protocol Buffers, in what is asked or in what cel-go answers. */
const foreign = /google\.|TestAllTypes|wrapper\(|NotAMessage|single_/;

/** Taken here, with the reason. */
const taken: readonly (readonly [RegExp, string])[] = [
  [/^1 (?:<|<=|>|>=) 1\.0 && 1u /, 'numbers of different types are ordered, which cel-go does by an option'],
  [/^\[\]\.map\(x, \[\]\.map\(y, x in y && y in x\)\)$/, 'what an empty list holds stays open to the end'],
];

/** A golden does not tell what was declared; of this one the answer of cel-go does. */
const declared: Readonly<Record<string, Environment['variables']>> = {
  'x.all(y, y == true)': [{ name: 'x', type: boolType, phases: ['call'] }],
};

const refused = [...(checking.tests ?? []), ...(parsing.tests ?? [])]
  .filter(({ ast, error }) => error !== undefined && ast !== undefined)
  .map(({ original, error = '' }) => ({ text: original.expr, error }))
  .filter(({ text, error }) => !foreign.test(text) && !foreign.test(error));

/** What the checker says, when the text can be read. */
function problemsOf(text: string): readonly string[] {
  const environment: Environment = {
    phase: 'call',
    variables: Object.hasOwn(declared, text) ? (declared[text] ?? []) : [],
    dotted: true,
  };
  return compileExpression(text, environment, 'dyn').problems.map(({ rule }) => rule);
}

const isTaken = (text: string): boolean => taken.some(([pattern]) => pattern.test(text));

test('there are refusals to hold against, of names and of types', () => {
  const ofNames = refused.filter(({ error }) => error.includes('undeclared reference'));
  expect(ofNames.length).toBeGreaterThan(40);
  expect(refused.length - ofNames.length).toBeGreaterThan(5);
});

test.each(refused.filter(({ text }) => !isTaken(text)))('refuses $text', ({ text }) => {
  const problems = problemsOf(text);
  expect(problems).not.toEqual([]);
  // It can be read: what refuses it is the checker.
  expect(problems).not.toContain('cel/syntax');
});

test.each(taken)('takes %s: %s', (pattern) => {
  const texts = refused.map(({ text }) => text).filter((text) => pattern.test(text));
  expect(texts).not.toEqual([]);
  for (const text of texts) expect(problemsOf(text), text).toEqual([]);
});
