// cel-go's own parser goldens: the same tree for all that it accepts, a refusal of all that it refuses.
import { tests as checking } from '@bufbuild/cel-spec/testdata/checking.js';
import { tests as comprehensions } from '@bufbuild/cel-spec/testdata/comprehension.js';
import { tests as conformance } from '@bufbuild/cel-spec/testdata/conformance.js';
import { tests as parsing } from '@bufbuild/cel-spec/testdata/parsing.js';
import { KindAdorner, toDebugString } from '@bufbuild/cel-spec/testdata/to-debug-string.js';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../compiler/cel/index.ts';
import { parse } from '../../../compiler/cel/parser.ts';
import { type Problem, reporter } from '../../../compiler/cel/problem.ts';
import { nodeOf } from './protobuf.ts';

interface Golden {
  readonly text: string;
  readonly ast?: string;
  readonly error: string;
}

type Suite = {
  readonly tests?: readonly {
    readonly original: { readonly expr: string };
    readonly ast?: string;
    readonly error?: string;
  }[];
  readonly suites?: readonly Suite[];
};

function goldensOf({ tests = [], suites = [] }: Suite): readonly Golden[] {
  const own = tests.map(({ original, ast, error = '' }) => ({
    text: original.expr,
    error,
    ...(ast === undefined ? {} : { ast }),
  }));
  return [...own, ...suites.flatMap(goldensOf)];
}

const goldens = [parsing, checking, comprehensions, conformance].flatMap((suite) => goldensOf(suite));
const accepted = goldens.filter((one): one is Golden & { readonly ast: string } => one.ast !== undefined);

/** What cel-go refused only by the options of that run, and why it is read here. */
const options: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/unsupported syntax:? '(?:\.\?|\[\?|\?|`)'/, 'optional values and quoted names were switched off'],
  [/recursion/, 'the run was limited to a depth of 32, here it is 96'],
];

function read(text: string): { readonly ast: string | null; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const tree = parse(text, reporter(problems));
  if (problems.length > 0) return { ast: null, problems };
  const shaped = nodeOf(tree, text) as unknown as Parameters<typeof toDebugString>[0];
  return { ast: toDebugString(shaped, KindAdorner.singleton), problems };
}

describe('what cel-go accepts', () => {
  it(`is read as the same tree: ${accepted.length} expressions`, () => {
    expect(accepted.length).toBeGreaterThan(2500);
    for (const { text, ast } of accepted) {
      const found = read(text);
      expect(found.problems, text).toEqual([]);
      expect(found.ast, text).toBe(ast);
    }
  });
});

/** Refused by the parser, or since a macro is written wrongly. */
function refuses(text: string): boolean {
  if (read(text).problems.length > 0) return true;
  const { problems } = compileExpression(text, { phase: 'call', variables: [], unchecked: true }, 'dyn');
  return problems.some(
    ({ rule }) => rule === 'cel/syntax' || rule === 'cel/arity' || rule === 'cel/reserved',
  );
}

describe('what cel-go refuses', () => {
  const refused = goldens.filter((one) => one.ast === undefined);
  const ours = refused.filter(({ error }) => !options.some(([pattern]) => pattern.test(error)));

  it.each(ours.map(({ text }) => text))('%j is refused', (text) => {
    expect(refuses(text)).toBe(true);
  });

  it('is otherwise by the options of its run', () => {
    expect(ours.length).toBeGreaterThan(60);
    expect(refused.length - ours.length).toBeGreaterThan(20);
  });
});
