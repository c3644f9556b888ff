// Expressions that tell of their parts: the same value as what ships, and each part's own.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessEnvironment, compileExpression, partsOf } from '../../compiler/cel/index.ts';
import { compile, functionOf, probedOf, type World } from './evaluate.ts';
import { agent, args, condition } from './expressions.ts';

/** What each part of a text gave. */
function tell(text: string, world: World): Record<string, unknown> {
  const compiled = compile(text);
  const { told } = probedOf(compiled)(world);
  const parts = partsOf(compiled.written).map(({ start, end }) => text.slice(start, end));
  return Object.fromEntries([...told].map(([part, value]) => [parts[part], value]));
}

describe('parts', () => {
  test('an operand that is not reached tells nothing', () => {
    expect(tell('args.amount <= 100 && args.kind == "a"', { args: { amount: 5000 } })).toEqual({
      'args.amount <= 100 && args.kind == "a"': false,
      'args.amount <= 100': false,
      'args.amount': 5000,
      args: { amount: 5000 },
    });
  });

  test('an error is absorbed by an operand that decides', () => {
    expect(tell('args.no > 1 || args.yes', { args: { yes: true } })).toMatchObject({
      'args.no > 1 || args.yes': true,
      'args.no > 1': 'error',
      'args.yes': true,
    });
  });

  test('a part inside a loop tells its last value', () => {
    const text = 'args.list.exists(x, args.other.exists(y, y == x))';
    expect(tell(text, { args: { list: [1, 2], other: [2] } })).toMatchObject({
      [text]: true,
      'y == x': true,
    });
  });
});

test('the value is that of what ships, whatever the expression', () => {
  const compiled = condition
    .map((text) => compileExpression(text, accessEnvironment(), 'bool'))
    .filter(({ ok }) => ok);
  const property = fc.property(compiled, agent, args, (expression, caller, values) => {
    const world = { agent: caller, args: values };
    const { value, told } = probedOf(expression)(world);
    expect(value, expression.text).toBe(functionOf(expression)(world));
    if (partsOf(expression.written)[0] === expression.written) {
      const root = told.get(0);
      // A value that is no boolean is an error only where it is used as one.
      expect(typeof root === 'boolean' ? root : 'error', expression.text).toBe(value);
    }
  });
  fc.assert(property, { numRuns: 700, interruptAfterTimeLimit: 15_000 });
});
