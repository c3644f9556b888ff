// The builder records each need once, names without collisions, and says the same for the same input.
import { describe, expect, test } from 'vitest';
import { createBuilder } from '../../compiler/emit/builder.ts';
import { code } from '../../compiler/emit/code.ts';

describe('names', () => {
  test('are made from hints, unique, and no names of JavaScript or CEL', () => {
    const builder = createBuilder();
    const hints = ['small-refunds', 'small_refunds', 'class', '', 'größe', '1st', 'a$2', 'a', 'a'];
    const names = hints.map((hint, i) => builder.fn(hint, ['x'], code`() => ${i}`).text);
    expect(names).toEqual([
      '$small_refunds',
      '$small_refunds$2',
      '$class',
      '$',
      '$gr_e',
      '$1st',
      '$a_2',
      '$a',
      '$a$2',
    ]);
    const { plan } = builder.finish(code`[${code`${names.length}`}]`);
    expect(evaluatePlan(plan.text)).toEqual([9]);
  });

  test('the same body without a comment is written once', () => {
    const builder = createBuilder();
    const a = builder.fn('all', [], code`() => true`);
    const b = builder.fn('other', [], code`() => true`);
    const c = builder.fn('all', ['its own comment'], code`() => true`);
    expect(a.text).toBe(b.text);
    expect(c.text).not.toBe(a.text);
  });
});

describe('record', () => {
  test('is sorted, each thing once, with its places', () => {
    const builder = createBuilder();
    builder.stage('servers.http', { module: 'servers/http', name: 'httpBackend' });
    builder.stage('agents', { module: 'agents/keys', name: 'keyAgents' });
    builder.stage('agents', { module: 'agents/keys', name: 'keyAgents' });
    builder.late({ env: 'B', secret: false, optional: true, place: 'gateway.yaml:9' });
    builder.late({ env: 'A', secret: true, optional: false, place: 'gateway.yaml:3' });
    builder.late({ env: 'B', secret: true, optional: false, place: 'gateway.yaml:2' });
    builder.host('crm.internal', 'gateway.yaml:4');
    builder.capability('spawn', 'gateway.yaml:5');
    const recorded = builder.finish(code`null`);
    expect(Object.keys(recorded.stages)).toEqual(['agents', 'servers.http']);
    expect(recorded.lates).toEqual([
      { env: 'A', secret: true, optional: false, places: ['gateway.yaml:3'] },
      { env: 'B', secret: true, optional: false, places: ['gateway.yaml:2', 'gateway.yaml:9'] },
    ]);
    expect(recorded.hosts).toEqual([{ name: 'crm.internal', places: ['gateway.yaml:4'] }]);
    expect(recorded.capabilities).toEqual([{ name: 'spawn', places: ['gateway.yaml:5'] }]);
  });

  test('a slot cannot be filled by two parts', () => {
    const builder = createBuilder();
    builder.stage('audit', { module: 'telemetry/audit', name: 'auditToStdout' });
    expect(() => builder.stage('audit', { module: 'telemetry/audit', name: 'other' })).toThrow('audit');
  });
});

test('the plan module takes the functions of CEL it calls, and keeps comments where they belong', () => {
  const builder = createBuilder();
  const at = builder.cel('at');
  const when = builder.fn(
    'small',
    ['gateway.yaml:3', 'args.amount <= 1 */ \n }'],
    code`(args) => ${at}(args, ${'amount'}) <= 1`,
  );
  const recorded = builder.finish(code`${{ when }}`, ['The policy.']);
  expect(recorded.cel).toEqual(['at']);
  expect(recorded.plan.text).toBe(`//! The policy.
export function plan(cel) {
const cel$at = cel.at;
//! gateway.yaml:3
//! args.amount <= 1 */
//!  }
const $small = (args) => cel$at(args, "amount") <= 1;
return ({ when: $small });
}
`);
  const at1 = (args: Record<string, unknown>, key: string) => args[key];
  const plan = evaluatePlan(recorded.plan.text, { at: at1 }) as { when(args: unknown): boolean };
  expect([plan.when({ amount: 1 }), plan.when({ amount: 2 })]).toEqual([true, false]);
});

function evaluatePlan(module: string, cel: object = {}): unknown {
  return new Function('cel', `${module.replace('export function', 'function')}\nreturn plan(cel);`)(cel);
}
