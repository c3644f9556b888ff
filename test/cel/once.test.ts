// What is written several times, or does not change with a loop around it, is evaluated once: counted by the calls of the
// runtime's functions in one evaluation.
import { expect, it } from 'vitest';
import { accessEnvironment, compileExpression, printFunction } from '../../compiler/cel/index.ts';
import { createBuilder } from '../../compiler/emit/builder.ts';
import { celError } from '../../runtime/cel/error.ts';
import * as cel from '../../runtime/cel/index.ts';
import { call, refund, support } from './evaluate.ts';

const helpers = { lowerAscii: cel.lowerAscii, trim: cel.trim };

/** The outcome, and how often a function of the runtime was called. */
function counted(text: string, name: keyof typeof helpers, args: unknown): readonly [unknown, number] {
  const compiled = compileExpression(text, accessEnvironment(), 'bool');
  expect(compiled.problems).toEqual([]);
  const builder = createBuilder();
  const { plan } = builder.finish(printFunction(compiled, builder));
  let calls = 0;
  const counting = (text: string) => {
    calls++;
    return helpers[name](text);
  };
  const make = new Function('cel', `${plan.text.replace('export function', 'function')}\nreturn plan(cel);`);
  const run = make({ ...cel, [name]: counting }) as (...values: readonly unknown[]) => unknown;
  try {
    return [run(support, refund, args, call), calls];
  } catch (error) {
    expect(error).toBe(celError);
    return ['error', calls];
  }
}

const rows = [{ n: 'Ab' }, { n: 'cd' }, { n: 'EF' }];

it.each([
  // Written twice.
  ['args.q.lowerAscii() == "a" || args.q.lowerAscii() == "b"', 'lowerAscii', true, 1],
  ['args.q.lowerAscii().trim() == "a" || args.q.lowerAscii() == "b"', 'lowerAscii', true, 1],
  // In a loop, and not of it.
  ['agent.roles.all(r, r != args.q.lowerAscii())', 'lowerAscii', true, 1],
  // Twice in a loop, for each element once.
  ['args.rows.all(r, r.n.lowerAscii() != "x" && r.n.lowerAscii() != "y")', 'lowerAscii', true, 3],
  ['args.rows.filter(r, r.n.trim() != "x" && r.n.trim() != "y").size() == 3', 'trim', true, 3],
  ['args.rows.map(r, r.n.trim() + r.n.trim()).size() == 3', 'trim', true, 3],
  ['args.rows.exists_one(r, r.n.trim() == "cd" || r.n.trim() == "ef")', 'trim', true, 3],
  // Of the outer of two loops.
  ['args.rows.all(r, agent.roles.all(q, q != r.n.lowerAscii()))', 'lowerAscii', true, 3],
  // In other binders.
  ['cel.bind(x, args.q, x.trim() == "B" && x.trim() == "B")', 'trim', true, 1],
  ['optional.of(args.q).optMap(x, x.trim() + x.trim()).value() == "BB"', 'trim', true, 1],
  // Only where it is reached: an empty loop, a branch that is not taken.
  ['[].all(r, args.q.lowerAscii() == "x") && agent.team == "support"', 'lowerAscii', true, 0],
  ['agent.team == "x" ? args.q.trim() == args.q.trim() + "x" : true', 'trim', true, 0],
  // An error ends nothing that something else decides.
  ['args.rows.exists(r, r.n == args.missing.lowerAscii() || r.n == "cd")', 'lowerAscii', true, 0],
  ['args.rows.all(r, r.n == args.missing.lowerAscii())', 'lowerAscii', 'error', 0],
] as const)('%s calls %s: %s, %i', (text, name, outcome, calls) => {
  expect(counted(text, name, { q: 'B', rows })).toEqual([outcome, calls]);
});
