// Printed code against a plain reading of the specification, on random expressions; and `could` against every outcome.
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { accessEnvironment, compileExpression, printCouldWithMore } from '../../compiler/cel/index.ts';
import { parse } from '../../compiler/cel/parser.ts';
import { runs } from '../runs.ts';
import { call, couldOf, functionOf, refund, sparesOf } from './evaluate.ts';
import { agent, args, condition } from './expressions.ts';
import { imported, judge } from './reference.ts';
import { wideCondition } from './wide.ts';

// A busy machine is no difference in meaning.
vi.setConfig({ testTimeout: 3_600_000 });

/** So many runs; more in `npm run fuzz`. */
const bounded = (quick: number) => ({ numRuns: runs(quick) });

/** Only what compiles; the rest of the random texts is skipped, and counted by the generator. */
const compiled = condition
  .map((text) => compileExpression(text, accessEnvironment(), 'bool'))
  .filter(({ ok }) => ok);

describe('printed code', () => {
  it('gives what the specification says', () => {
    const property = fc.property(compiled, agent, args, (expression, caller, values) => {
      const tree = parse(expression.text, () => expect.unreachable());
      const world = { agent: caller, tool: refund, args: values, request: call };
      const scope = new Map(Object.entries(world).map(([name, value]) => [name, imported(value)]));
      expect(functionOf(expression)(world), expression.text).toBe(judge(tree, scope));
    });
    fc.assert(property, bounded(400));
  });

  it('cannot fail where the checker says so', () => {
    const steady = compiled.filter(({ canError }) => !canError);
    const property = fc.property(steady, agent, args, (expression, caller, values) => {
      expect(functionOf(expression)({ agent: caller, args: values }), expression.text).not.toBe('error');
    });
    fc.assert(property, bounded(120));
  });

  it('has a constant only where every call gives it', () => {
    const settled = compiled.filter(({ constant }) => constant !== undefined);
    const property = fc.property(settled, agent, args, (expression, caller, values) => {
      expect(functionOf(expression)({ agent: caller, args: values }), expression.text).toBe(
        expression.constant,
      );
    });
    fc.assert(property, bounded(40));
  });
});

describe('could', () => {
  it('is true wherever some arguments give the outcome', () => {
    const property = fc.property(
      compiled,
      agent,
      fc.array(args, { minLength: 1, maxLength: 8 }),
      (expression, caller, many) => {
        const run = functionOf(expression);
        const outcomes = many.map((values) => run({ agent: caller, args: values }));
        if (outcomes.includes(true))
          expect(couldOf(expression, 'allow')({ agent: caller }), expression.text).toBe(true);
        if (outcomes.includes(false))
          expect(couldOf(expression, 'deny')({ agent: caller }), expression.text).toBe(true);
      },
    );
    fc.assert(property, bounded(400));
  });

  it('is so for binds, optional values and macros of two variables too', () => {
    const wide = wideCondition
      .map((text) => compileExpression(text, accessEnvironment(), 'bool'))
      .filter(({ ok }) => ok);
    const seen = { hidden: 0, denied: 0, spared: 0 };
    const property = fc.property(
      wide,
      agent,
      fc.array(args, { minLength: 1, maxLength: 8 }),
      (expression, caller, many) => {
        const run = functionOf(expression);
        const outcomes = many.map((values) => run({ agent: caller, args: values }));
        const [holds, fails] = (['allow', 'deny'] as const).map((effect) =>
          couldOf(expression, effect)({ agent: caller }),
        );
        const spared = sparesOf(expression)({ agent: caller });
        seen.hidden += holds === false ? 1 : 0;
        seen.denied += fails === false ? 1 : 0;
        seen.spared += spared === true ? 1 : 0;
        if (holds !== true) expect(outcomes, expression.text).not.toContain(true);
        if (fails !== true) expect(outcomes, expression.text).not.toContain(false);
        if (spared === true) expect(new Set(outcomes), expression.text).toEqual(new Set([false]));
      },
    );
    fc.assert(property, bounded(300));
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(3);
  });

  it('is so with more scopes, where those that the agent lacks are unknown', () => {
    const asks = fc.constantFrom(
      '"x" in agent.roles',
      '!("a" in agent.roles)',
      'agent.labels.a in agent.roles',
    );
    const asking = fc.tuple(asks, fc.constantFrom('&&', '||'), condition).map((parts) => parts.join(' '));
    const scoped = fc
      .oneof(condition, wideCondition, asking)
      .filter((text) => text.includes('agent.roles'))
      .map((text) =>
        compileExpression(text.replaceAll('agent.roles', 'agent.scopes'), accessEnvironment(), 'bool'),
      )
      .filter(({ ok }) => ok);
    const all = ['', 'a', 'reader', 'x'];
    const seen = { hidden: 0, denied: 0 };
    const property = fc.property(
      scoped,
      agent,
      fc.subarray(all),
      fc.array(fc.tuple(fc.subarray(all), args), { minLength: 1, maxLength: 8 }),
      (expression, caller, held, many) => {
        const run = functionOf(expression);
        const outcomes = many.map(([more, values]) => {
          const scopes = [...held, ...more.filter((one) => !held.includes(one))];
          return run({ agent: { ...caller, scopes }, args: values });
        });
        const [holds, fails] = (['allow', 'deny'] as const).map((effect) =>
          couldOf(expression, effect, printCouldWithMore)({ agent: { ...caller, scopes: held } }),
        );
        seen.hidden += holds === false ? 1 : 0;
        seen.denied += fails === false ? 1 : 0;
        if (holds !== true) expect(outcomes, expression.text).not.toContain(true);
        if (fails !== true) expect(outcomes, expression.text).not.toContain(false);
      },
    );
    fc.assert(property, bounded(300));
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(3);
  });

  it('spares a deny only where every call gives false, no error either', () => {
    let spared = 0;
    const property = fc.property(compiled, agent, args, (expression, caller, values) => {
      if (sparesOf(expression)({ agent: caller }) !== true) return;
      spared++;
      expect(functionOf(expression)({ agent: caller, args: values }), expression.text).toBe(false);
    });
    fc.assert(property, bounded(120));
    expect(spared).toBeGreaterThan(5);
  });

  it('is exact where nothing is unknown', () => {
    const known = compiled.filter(({ reads }) => !reads.args && !reads.request);
    const property = fc.property(known, agent, (expression, caller) => {
      const outcome = functionOf(expression)({ agent: caller });
      expect(couldOf(expression, 'allow')({ agent: caller }), expression.text).toBe(outcome === true);
      expect(couldOf(expression, 'deny')({ agent: caller }), expression.text).toBe(outcome === false);
    });
    fc.assert(property, bounded(120));
  });

  it.each([
    ['agent.team == "pay" && args.x == 1', false, true],
    ['agent.team == "support" && args.x == 1', true, true],
    ['agent.team == "support" || args.x == 1', true, false],
    ['!(agent.team == "support" || args.x == 1)', false, true],
    ['tool.annotations.destructiveHint && request.time.getHours() >= 18', true, true],
    ['tool.annotations.readOnlyHint && request.time.getHours() >= 18', false, true],
    ['agent.team == "support" ? args.x : args.y', true, true],
    ['agent.team == "pay" ? args.x : false', false, true],
    ['agent.roles.exists(r, r == "x" && args[r])', false, true],
    ['agent.roles.exists(r, r == "reader" && args[r])', true, true],
    ['agent.roles.all(r, r == "reader" || args[r])', true, true],
    ['agent.roles.all(r, r == "x" && args[r])', false, true],
    ['args.rows.exists(r, agent.team == "pay")', false, true],
    ['args.rows.all(r, agent.team == "support")', true, false],
    // What is counted in a call is not where its arguments are unknown.
    ['args.rows.exists(r, "reader" in agent.roles)', true, true],
    ['args.rows.exists(r, "x" in agent.roles)', false, true],
    ['args.rows.all(r, "reader" in agent.roles && agent.roles.filter(x, x == "x") == [])', true, false],
    ['args.rows.all(r, agent.roles.exists(x, x == "x"))', true, true],
    ['args.rows.exists(r, agent.roles.exists(x, x.matches(agent.team + "|reader")))', true, true],
    ['agent.labels.nope == "x"', false, false],
    ['agent.labels.nope == "x" || args.x', true, false],
    ['agent.claims.level && args.x', false, true],
    ['args.rows.exists(r, r == 1)', true, true],
    ['args.rows.all(r, r == 1)', true, true],
    ['args.rows.exists(r, r == 1 && agent.team == "pay")', false, true],
    ['args.rows.filter(r, r == 1).exists(r, r == 2)', true, true],
    ['has(args.x)', true, true],
    ['args.x', true, true],
    ['true || args.x', true, false],
  ])('%s: true %s, false %s', (text, allow, deny) => {
    const expression = compileExpression(text, accessEnvironment(), 'bool');
    expect(expression.problems).toEqual([]);
    expect([couldOf(expression, 'allow')(), couldOf(expression, 'deny')()]).toEqual([allow, deny]);
  });
});
