// What tests reach of a gateway: counted by what would decide, verified against what ships, added up over suites.
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { run } from '../../compiler/cli/run.ts';
import type { Goal } from '../../compiler/testing/coverage/goals.ts';
import { printLcov, printTests, printTestsJson, runTests } from '../../compiler/testing/index.ts';
import { expectGolden } from '../golden.ts';

const suites = fileURLToPath(new URL('suites', import.meta.url));
const fileOf = (name: string): string => relative(process.cwd(), join(suites, name, 'tests.yaml'));

const said = (goals: readonly Goal[]): string[] =>
  goals.flatMap(({ name, text, what, hits }) => (hits > 0 ? [`${name}: ${text ?? 'it'} ${what}`] : []));

test('rules that decide, truths of parts, limits that count', async () => {
  const report = await runTests([fileOf('coverage')], { coverage: true });
  expectGolden(join(suites, 'coverage/report.txt'), printTests(report));
  expectGolden(join(suites, 'coverage/lcov.info'), printLcov(report));
  expect(said(report.coverage[0]!.goals)).toEqual([
    'support-reads: it holds',
    'small-refunds: it holds',
    'small-refunds: args.amount <= 100 is true',
    // The other amount is no number: its comparison is an error, and neither true nor false.
    'office-hours: tool.annotations.destructiveHint && request.time.getHours("Europe/Berlin") >= 18 is false',
    'office-hours: tool.annotations.destructiveHint is true',
    'office-hours: tool.annotations.destructiveHint is false',
    'office-hours: request.time.getHours("Europe/Berlin") >= 18 is false',
    'per-agent: it counts',
  ]);
});

test('rules on trial, and the conditions of routes', async () => {
  const examples = fileURLToPath(new URL('../../examples', import.meta.url));
  const of = async (name: string) => {
    const { coverage } = await runTests([join(examples, name, 'tests.yaml')], { coverage: true });
    return said(coverage[0]!.goals);
  };
  expect(await of('shadow')).toEqual(
    expect.arrayContaining([
      'no-bulk: it holds',
      'no-bulk: has(args.limit) is false',
      'no-bulk: args.limit > 100 is true',
      'support-updates: it holds',
    ]),
  );
  const faults = await runTests([fileOf('faults')], { coverage: true });
  const ofRoutes = faults.coverage[0]!.goals.filter(({ name }) => name.startsWith('the route'));
  expect(ofRoutes.map(({ what, hits }) => [what, hits > 0])).toEqual([
    ['is true', true],
    ['is false', true],
  ]);
});

test('every place where CEL stands: who is charged, what leads on, what is mapped, which address', async () => {
  const report = await runTests([fileOf('conditions')], { coverage: true });
  expectGolden(join(suites, 'conditions/report.txt'), printTests(report));
  expectGolden(join(suites, 'conditions/lcov.info'), printLcov(report));
  const { goals } = report.coverage[0]!;
  const of = (name: string) => said(goals.filter((goal) => goal.name === name && goal.text !== null));
  expect(of('per-customer')).toEqual([
    'per-customer: has(args.customer) && args.customer != "" ? args.customer : "(none)" has a value',
    'per-customer: has(args.customer) && args.customer != "" is true',
    'per-customer: has(args.customer) && args.customer != "" is false',
    'per-customer: has(args.customer) is true',
    'per-customer: has(args.customer) is false',
    'per-customer: args.customer != "" is true',
  ]);
  expect(of('by-tier')).toEqual(['by-tier: agent.labels.tier has a value']);
  // The second operand of `||` was never asked: neither of its truths is reached.
  expect(of('searching')).toEqual([
    'searching: result.isError && (result.text.contains("busy") || result.text == "later") is true',
    'searching: result.isError && (result.text.contains("busy") || result.text == "later") is false',
    'searching: result.isError is true',
    'searching: result.isError is false',
    'searching: (result.text.contains("busy") || result.text == "later") is true',
    'searching: result.text.contains("busy") is true',
  ]);
  expect(of('searching to spare/find')).toEqual([
    'searching to spare/find: {"q": args.text, "all": has(args.all) && args.all == true} has a value',
    'searching to spare/find: has(args.all) && args.all == true is false',
    'searching to spare/find: has(args.all) is false',
  ]);
  expect(of('the addresses of crm')).toEqual([
    'the addresses of crm: has(args.id) ? string(args.id) : agent.name has a value',
    'the addresses of crm: has(args.id) is true',
    'the addresses of crm: has(args.id) is false',
  ]);
});

test('a list reaches nothing: no rule decides a call', async () => {
  const report = await runTests([fileOf('passing')], { coverage: true, filter: 'sees' });
  expect(report.cases).toBe(3);
  expect(said(report.coverage[0]!.goals)).toEqual([]);
});

test('suites of one gateway add up, in threads too', async () => {
  const files = ['coverage', 'passing'].map(fileOf);
  const [alone, together] = await Promise.all([
    runTests(files, { coverage: true, jobs: 1 }),
    runTests(files, { coverage: true, jobs: 2, fresh: true }),
  ]);
  expect(together.coverage).toEqual(alone.coverage);
  expect(alone.coverage).toHaveLength(1);
  expect(said(alone.coverage[0]!.goals)).toContain('per-agent: it refuses');
  const json = JSON.parse(printTestsJson(alone)) as { coverage: { percent: number; goals: object[] }[] };
  expect(json.coverage[0]).toMatchObject({ all: alone.coverage[0]!.goals.length });
  expect(json.coverage[0]!.goals[0]).toMatchObject({ name: 'support-reads', place: { line: 25 } });
});

describe('--min', () => {
  const min = async (...argv: string[]) => {
    const told = { out: '', err: '' };
    const status = await run(['test', fileOf('coverage'), ...argv], {
      out: (text) => {
        told.out += text;
      },
      err: (text) => {
        told.err += text;
      },
      colour: false,
    });
    return { status, ...told };
  };

  test('fails under it, and says so', async () => {
    const { status, out, err } = await min('--min', '90');
    expect(status).toBe(1);
    expect(out).toContain('Coverage of ');
    expect(err).toMatch(/^mcpgw: The tests of .*gateway\.yaml reach \d+ %, less than 90 %\.\n$/);
  });

  test('passes at it', async () => {
    expect(await min('--min=30')).toMatchObject({ status: 0, err: '' });
  });

  test('is a percentage', async () => {
    expect(await min('--min', '9x')).toMatchObject({
      status: 2,
      err: 'mcpgw: --min is a whole percentage from 0 to 100, not "9x".\nSee mcpgw test --help.\n',
    });
  });
});
