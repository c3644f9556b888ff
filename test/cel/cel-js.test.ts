// What differs from the npm package `cel-js`, shown by running it; and that nothing is said where nothing differs.
import { evaluate as celJs } from 'cel-js';
import { describe, expect, test } from 'vitest';
import { differences } from '../../compiler/cel/cel-js/index.ts';
import { celJsWarnings } from '../../compiler/cel/index.ts';
import type { Typed } from '../../compiler/cel/typed.ts';
import { childrenOf } from '../../compiler/cel/typed.ts';
import { alike, type Example, examples } from './cel-js.examples.ts';
import { call, compile, evaluate, refund, support } from './evaluate.ts';

/** The value that `cel-js` gives; `'error'` where it throws. */
function foreign({ text, args = {} }: Example): unknown {
  try {
    return celJs(text, { agent: support, tool: refund, args: structuredClone(args), request: { ...call } });
  } catch {
    return 'error';
  }
}

/** Every node, outermost first. */
function nodesOf(node: Typed): readonly Typed[] {
  return [node, ...childrenOf(node).flatMap(nodesOf)];
}

/** The names of the differences that are seen in a text, as if nothing were guarded. */
function seenIn(text: string): readonly string[] {
  const nodes = nodesOf(compile(text).written);
  return differences
    .filter(({ see }) =>
      nodes.some(
        (node) =>
          see(node, { source: text.slice(node.start, node.end), guarded: new Set(), errorIsFalse: false }) !==
          null,
      ),
    )
    .map(({ name }) => name);
}

describe('what differs from cel-js', () => {
  test('has an example each', () => {
    expect([...new Set(examples.map(({ difference }) => difference))].sort()).toEqual(
      differences.map(({ name }) => name).sort(),
    );
  });

  test.each(examples)('$difference: $text', (example) => {
    const { text, args = {}, difference } = example;
    expect(evaluate(text, { args })).not.toBe(foreign(example));
    expect(seenIn(text)).toContain(difference);
    const warnings = celJsWarnings(compile(text));
    expect(warnings.map(({ rule }) => rule)).toContain('cel/cel-js-differs');
    for (const { start, end } of warnings) expect(text.slice(start, end)).not.toBe('');
  });
});

describe('what means the same', () => {
  test.each(alike)('$text', (example) => {
    const { text, args = {} } = example;
    expect(evaluate(text, { args })).toBe(foreign(example));
    expect(celJsWarnings(compile(text))).toEqual([]);
  });
});

test('the words are shown at their places', () => {
  const text = 'has(args.x) && (args.x / 2 < 3 || size(args.name) > 64)';
  const said = celJsWarnings(compile(text)).map(
    ({ start, end, message }) => `${text.slice(start, end)}: ${message}`,
  );
  expect(said).toEqual([
    '(args.x / 2 < 3 || size(args.name) > 64): One operand that is true decides here, even where another has no value.',
    'args.x / 2: Integers are divided to an integer here: `7 / 2` is 3.',
    'size(args.name): The size of a string is its number of code points here: `size("😀")` is 1.',
  ]);
});

test('what repeats is told once, with how often', () => {
  const [first, ...more] = celJsWarnings(
    compile('args.a / 2 < 3 && args.b / 2 < 3 && args.c / 2 < 3 ? true : false'),
  ).filter(({ message }) => message.startsWith('Integers'));
  expect(first?.why).toBe('`cel-js` gives 3.5. So it is at 2 more places of this expression.');
  expect(more).toEqual([]);
});

test('an allow whose outermost conditions fail is no allow, here and there', () => {
  const compiled = compile('args.x == 1 && args.y == "a" && (args.z == 1 || agent.team == "b")');
  const said = (effect: 'allow' | 'deny') => celJsWarnings({ ...compiled, effect }).map(({ start }) => start);
  expect(said('deny')).toEqual([0]);
  expect(said('allow')).toEqual([32]);
});
