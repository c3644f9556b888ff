// What a condition demands of arguments, and when a deny can be left out for not meeting it.
import { expect, test } from 'vitest';
import { demandsOf } from '../../compiler/cel/index.ts';
import { compile } from '../cel/evaluate.ts';

/** Demands as `path: values`, with `?` where a missing argument makes the condition false. */
function demands(text: string, effect: 'allow' | 'deny'): readonly string[] {
  return demandsOf(compile(text).root, effect).map(
    ({ path, values, guarded }) => `${path.join('.')}${guarded ? '?' : ''}: ${JSON.stringify(values)}`,
  );
}

test.each([
  ['args.a == "x"', ['a: ["x"]']],
  ['1 == args.a && args.b == true', ['a: [1]', 'b: [true]']],
  ['args.a.b == "x"', ['a.b: ["x"]']],
  ['args["__proto__"] == "x"', ['__proto__: ["x"]']],
  ['args.a in ["x", 2]', ['a: ["x",2]']],
  ['args.a == 1 || args.a == 2', ['a: [1,2]']],
  ['has(args.a) && args.a == 1', ['a?: [1]']],
  ['has(args.a) && (args.a == 1 || args.a == 2)', ['a?: [1,2]']],
  ['agent.team == "support" && (args.a == 1 && args.b > 2)', ['a: [1]']],
  // Neither side of an or is needed, nor what is negated, or chosen.
  ['args.a == 1 || args.b == 1', []],
  ['args.a == 1 || agent.team == "support"', []],
  ['!(args.a == 1)', []],
  ['args.a != 1', []],
  ['args.x ? args.a == 1 : args.b == 1', []],
  // Beyond 2^53 a number has more than one form; doubles and null are left to the condition.
  ['args.a == 9007199254740993', []],
  ['args.a in [1, 9007199254740993]', []],
  ['args.a == 1.0', []],
  ['args.a == null', []],
  ['args.a == args.b', []],
  ['args.list[0] == "x"', []],
  ['agent.labels.a == "x"', []],
  [`args.a in [${Array.from({ length: 33 }, (_, at) => at).join(', ')}]`, []],
])('%s', (text, expected) => {
  expect(demands(text, 'allow')).toEqual(expected);
  expect(demands(text, 'deny')).toEqual(expected);
});
