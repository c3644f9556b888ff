// Decisions by the index, on policies and calls no one thought of: each is that of every rule by itself, in order.
// `npm run fuzz` goes on for longer and prints cases a second.
import { describe, expect, it, vi } from 'vitest';
import type { AccessRulePlan, AskedScopes, DemandPlan } from '../../runtime/contract/plan.ts';
import { decideAll, type Mutation } from './access/compare.ts';

const seconds = Number(process.env.MCPGW_FUZZ_SECONDS ?? 0);
const policies = 36;
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

// A busy machine is no difference in meaning.
vi.setConfig({ testTimeout: 3_600_000 });

describe('the emitted access', () => {
  it('decides as every rule by itself says, in both forms', () => {
    const {
      differences,
      outcomes,
      cases,
      seconds: took,
    } = decideAll({
      seed,
      ...(seconds > 0 ? { seconds } : { policies }),
    });
    expect(differences, `FUZZ_SEED=${seed}`).toEqual([]);
    for (const outcome of ['allow', 'deny', 'none', 'challenge'])
      expect(outcomes.get(outcome) ?? 0).toBeGreaterThan(0);
    const rate = Math.round(cases / took);
    if (seconds > 5) console.log(`${cases} decisions, ${rate} a second, seed ${seed}; 0 differences`);
  });
});

/** Another demand in place of each. */
function demanding(change: (demand: DemandPlan, rule: AccessRulePlan) => DemandPlan): Mutation {
  return (access) =>
    access.map((rule) => ({ ...rule, demands: rule.demands.map((demand) => change(demand, rule)) }));
}

/** What rules ask of scopes, changed. */
function asking(change: (scopes: AskedScopes) => AskedScopes): Mutation {
  return (access) =>
    access.map((rule) => (rule.scopes === undefined ? rule : { ...rule, scopes: change(rule.scopes) }));
}

describe('a broken build is noticed', () => {
  it.each<readonly [string, Mutation]>([
    ['a value that is not entered', demanding((demand) => ({ ...demand, values: demand.values.slice(1) }))],
    [
      'a deny that is not asked where its argument is missing',
      demanding((demand) => ({ ...demand, guarded: true })),
    ],
    [
      'an argument in place of another',
      demanding(({ read: _, ...demand }) => ({ ...demand, path: [...demand.path, 'a'] })),
    ],
    ['rules in another order', (access) => access.toReversed()],
    [
      'an allow that could hold, and is left out',
      (access) => access.map((rule) => ({ ...rule, could: () => false })),
    ],
    [
      'a scope that is not known',
      asking(({ any, ...scopes }) => ({ ...scopes, ...(any && { any: any.slice(1) }) })),
    ],
    [
      'a scope of a condition that is not known',
      asking(({ named, ...scopes }) => ({ ...scopes, ...(named && { named: [] }) })),
    ],
    ['scopes that are not tried', asking(() => ({}))],
    ['a thing that is hidden from who lacks a scope', asking((scopes) => ({ ...scopes, to: () => false }))],
    [
      'a thing that is shown although no scope would do',
      asking((scopes) => ({ ...scopes, could: () => true })),
    ],
    [
      'a deny that does not know what a token has',
      (access) =>
        access.map((rule) => (rule.effect === 'deny' && rule.scopes ? { ...rule, to: () => false } : rule)),
    ],
    [
      'a deny that is spared',
      (access) => access.map((rule) => ({ ...rule, spares: () => rule.effect === 'deny' })),
    ],
  ])('%s', (_, mutate) => {
    expect(decideAll({ policies: 400, seed: 1, mutate }).differences.length).toBeGreaterThan(0);
  });
});
