// The index over arguments: what it finds, in which order, and that it asks no more rules than it must.
import { describe, expect, it } from 'vitest';
import { indexedAccessStage } from '../../runtime/access/indexed.ts';
import type { AccessRulePlan, DemandPlan } from '../../runtime/contract/plan.ts';
import { agent, callOf, ofTool, rule, tool } from '../gateway/facts.ts';

type Value = DemandPlan['values'][number];

const reads = { args: true, request: false };

/** A rule on one argument, whose condition holds wherever it is asked. */
function on(
  effect: 'allow' | 'deny',
  path: string,
  values: readonly Value[],
  changed: Partial<AccessRulePlan> = {},
) {
  const demands = [{ path: path.split('.'), values, guarded: false }];
  return rule({ effect, name: `${effect}-${values.join()}`, when: () => true, reads, demands, ...changed });
}

const numbered = (count: number, effect: 'allow' | 'deny' = 'allow', path = 'patient') =>
  Array.from({ length: count }, (_, at) => on(effect, path, [`p${at}`]));

const decide = (rules: readonly AccessRulePlan[], args: unknown, who = agent()) =>
  indexedAccessStage({ access: rules }).judge(tool(), ofTool).decide(who, callOf(args));

describe('the index', () => {
  it('asks only rules whose value it is', () => {
    let asked = 0;
    const when = () => {
      asked += 1;
      return true;
    };
    const judge = indexedAccessStage({ access: numbered(1000).map((one) => ({ ...one, when })) }).judge(
      tool(),
      ofTool,
    );
    expect(judge.decide(agent(), callOf({ patient: 'p17' }))).toMatchObject({
      allowed: true,
      rule: 'allow-p17',
    });
    expect(judge.decide(agent(), callOf({ patient: 'nobody' }))).toMatchObject({
      allowed: false,
      rule: null,
    });
    expect(asked).toBe(1);
  });

  it('goes on by a second argument', () => {
    const two = (ward: number, kind: number, asked: string[]) =>
      rule({
        effect: 'allow',
        name: `w${ward}k${kind}`,
        when: () => asked.push(`w${ward}k${kind}`) > 0,
        reads,
        demands: [
          { path: ['ward'], values: [ward], guarded: false },
          { path: ['kind'], values: [kind], guarded: false },
        ],
      });
    const asked: string[] = [];
    const rules = Array.from({ length: 100 }, (_, at) => two(at % 10, Math.floor(at / 10), asked));
    expect(decide(rules, { ward: 3, kind: 7 })).toMatchObject({ rule: 'w3k7' });
    expect(asked).toEqual(['w3k7']);
  });

  it('names the first rule that holds, wherever it stands', () => {
    const always = rule({ effect: 'allow', name: 'always' });
    const before = on('allow', 'patient', ['p1'], { name: 'before' });
    expect(decide([always, ...numbered(9)], { patient: 'p1' }).rule).toBe('always');
    expect(decide([before, ...numbered(9), always], { patient: 'p1' }).rule).toBe('before');
    expect(decide([...numbered(9), always], { patient: 'none' }).rule).toBe('always');
  });

  it.each<[Value, unknown, boolean]>([
    [1, 1n, true],
    [0, -0, true],
    [1, '1', false],
    ['1', 1, false],
    [true, 'true', false],
    [9007199254740991, 9007199254740991n, true],
    [9007199254740991, 9007199254740993n, false],
  ])('takes %j for %o: %j', (value, given, same) => {
    const rules = [...numbered(9, 'allow', 'id'), on('allow', 'id', [value])];
    expect(decide(rules, { id: given }).allowed).toBe(same);
  });

  it('finds a rule under each of its values', () => {
    const rules = [...numbered(9), on('allow', 'patient', ['x', 'y', 'x'])];
    for (const patient of ['x', 'y']) expect(decide(rules, { patient }).rule).toBe('allow-x,y,x');
  });

  it('follows own keys of objects only', () => {
    const deep = numbered(9, 'allow', 'record.patient');
    expect(decide(deep, { record: { patient: 'p3' } }).rule).toBe('allow-p3');
    for (const record of [null, 'p3', ['p3'], { other: 1 }]) expect(decide(deep, { record }).rule).toBe(null);
    const own = Object.fromEntries([['__proto__', 'p3']]);
    expect(decide(numbered(9, 'allow', '__proto__'), own).rule).toBe('allow-p3');
    expect(decide([rule({ effect: 'allow' }), ...numbered(9, 'deny', 'constructor')], {}).allowed).toBe(
      false,
    );
  });

  it('keeps sets of rules apart that concern different agents', () => {
    const of = (name: string) =>
      numbered(40).map((one) => ({
        ...one,
        name: `${name} ${one.name}`,
        to: (who: { name: string }) => who.name === name,
      }));
    const judge = indexedAccessStage({ access: [...of('ann'), ...of('bob')] }).judge(tool(), ofTool);
    for (const name of ['ann', 'bob', 'ann']) {
      expect(judge.decide(agent({ name }), callOf({ patient: 'p9' })).rule).toBe(`${name} allow-p9`);
    }
  });
});

describe('a deny in the index', () => {
  const open = rule({ effect: 'allow', name: 'open' });

  it('refuses what it names and nothing else', () => {
    expect(decide([open, ...numbered(9, 'deny')], { patient: 'p3' }).rule).toBe('deny-p3');
    expect(decide([open, ...numbered(9, 'deny')], { patient: 'p99' }).allowed).toBe(true);
    expect(decide([open, ...numbered(9, 'deny')], { patient: { p: 3 } }).allowed).toBe(true);
  });

  it('is asked where the argument is missing, unless its condition asks for it first', () => {
    const guarded = numbered(9, 'deny').map((one) => ({
      ...one,
      demands: one.demands.map((demand) => ({ ...demand, guarded: true })),
    }));
    expect(decide([open, ...numbered(9, 'deny')], {}).allowed).toBe(false);
    expect(decide([open, ...guarded], {}).allowed).toBe(true);
  });

  it('is found by what the allow demands already: no argument is looked up twice', () => {
    const looked: unknown[] = [];
    const reading = (one: AccessRulePlan) => ({
      ...one,
      demands: one.demands.map((demand) => ({
        ...demand,
        read: (args: unknown) => {
          looked.push(args);
          return (args as { readonly patient?: unknown }).patient;
        },
      })),
    });
    const late = on('deny', 'patient', ['p3'], { name: 'late' });
    const denies = [...numbered(9, 'deny').map(reading), rule({ effect: 'deny', when: () => false }), late];
    const own = on('allow', 'patient', ['p3'], { name: 'own' });
    expect(decide([own, ...denies], { patient: 'p3' }).rule).toBe('deny-p3');
    expect(decide([own, ...denies.toReversed()], { patient: 'p3' }).rule).toBe('late');
    expect(looked).toEqual([]);
    const other = on('allow', 'patient', ['p99'], { name: 'other' });
    expect(decide([other, ...denies], { patient: 'p99' }).rule).toBe('other');
    expect(looked).toEqual([]);
    // What is one of several values, or another argument, says too little.
    const any = on('allow', 'patient', ['p3', 'p99'], { name: 'any' });
    expect(decide([any, ...denies], { patient: 'p3' }).rule).toBe('deny-p3');
    expect(decide([on('allow', 'ward', ['w']), ...denies], { ward: 'w', patient: 'p3' }).rule).toBe(
      'deny-p3',
    );
    expect(looked).toHaveLength(2);
  });

  it('comes in its order, also beside those that demand nothing', () => {
    const own = on('allow', 'patient', ['p3'], { name: 'own' });
    const always = rule({ effect: 'deny', name: 'always', when: () => true });
    expect(decide([own, ...numbered(3, 'deny'), always], { patient: 'p3' }).rule).toBe('always');
    expect(decide([own, ...numbered(9, 'deny'), always], { patient: 'p3' }).rule).toBe('deny-p3');
    expect(decide([own, always, ...numbered(9, 'deny')], { patient: 'p3' }).rule).toBe('always');
  });

  it('refuses where arguments cannot be read, guarded or not; an allow on them does not hold', () => {
    const unreadable = {
      get args(): unknown {
        throw new Error('beyond int64');
      },
      request: callOf({}).request,
      readable: true,
    };
    const decideUnread = (rules: readonly AccessRulePlan[]) =>
      indexedAccessStage({ access: rules }).judge(tool(), ofTool).decide(agent(), unreadable);
    expect(decideUnread([open, ...numbered(9, 'deny')]).allowed).toBe(false);
    expect(decideUnread(numbered(9)).allowed).toBe(false);
    expect(decideUnread([...numbered(9), open]).rule).toBe('open');
  });
});

describe('a deny that is spared', () => {
  it('is left out, unless the question errors', () => {
    const deny = (spares: () => boolean) =>
      rule({ effect: 'deny', when: () => true, spares, could: () => true });
    const throws = () => {
      throw new Error('boom');
    };
    const open = rule({ effect: 'allow' });
    expect(decide([open, deny(() => true)], {}).allowed).toBe(true);
    expect(decide([open, deny(() => false)], {}).allowed).toBe(false);
    expect(decide([open, deny(throws)], {}).allowed).toBe(false);
  });
});
