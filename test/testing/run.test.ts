// Whole test files against the bytes that ship. The reports are goldens beside the suites.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  printTests,
  printTestsJson,
  printTestsPlain,
  runTests,
  type TestReport,
} from '../../compiler/testing/index.ts';
import { expectGolden } from '../golden.ts';

const suites = fileURLToPath(new URL('suites', import.meta.url));
/** A busy machine is no failure. */
const TIMEOUT = 300_000;

/** Runs a suite of this folder; paths in the report are relative to where the tests run. */
const fileOf = (name: string): string => relative(process.cwd(), join(suites, name, 'tests.yaml'));

function run(name: string): Promise<TestReport> {
  return runTests([fileOf(name)]);
}

function golden(name: string, report: TestReport): void {
  expectGolden(join(suites, name, 'report.txt'), printTests(report));
}

describe('suites', () => {
  test('all as expected', { timeout: TIMEOUT }, async () => {
    const report = await run('passing');
    golden('passing', report);
    expect(report.ok).toBe(true);
  });

  test('the page of tests that the language’s design has', { timeout: TIMEOUT }, async () => {
    const report = await run('language');
    golden('language', report);
    expect(report.ok).toBe(true);
    expect(report.cases).toBe(27);
  });

  test('tells what rules on trial would have changed', { timeout: TIMEOUT }, async () => {
    const report = await runTests(['examples/shadow/tests.yaml']);
    const [suite] = report.suites;
    expect(suite!.trials.map(({ rule, changed, calls }) => [rule, changed, calls])).toEqual([
      ['no-bulk', 2, 19],
      ['support-updates', 1, 19],
    ]);
    const line = 'on trial, no-bulk at gateway.yaml:24 would have denied 2 of 19 calls';
    expect(printTests(report)).toContain(`\n  ${line}\n`);
    expect(printTestsPlain(report)).toContain(`\nO${line.slice(1)}.\n`);
    expect(JSON.parse(printTestsJson(report)).suites[0].trials).toEqual(suite!.trials);
  });

  test('plays servers as what they are said to speak', { timeout: TIMEOUT }, async () => {
    const report = await run('pinned');
    expect(printTests(report)).toContain('1 test, 5 calls.');
    expect(report.ok).toBe(true);
  });

  test('what a call took, as its server says it, decides where it goes on', {
    timeout: TIMEOUT,
  }, async () => {
    const report = await run('usage');
    expect(printTests(report)).toContain('2 tests, 3 calls.');
    expect(report.ok).toBe(true);
  });

  test('real tokens, by what their claims say', { timeout: TIMEOUT }, async () => {
    const report = await runTests([fileOf('tokens')], { coverage: true });
    golden('tokens', report);
    expect(report.ok).toBe(true);
  });

  test('scopes that a token lacks', { timeout: TIMEOUT }, async () => {
    const report = await runTests([fileOf('scopes')], { coverage: true });
    golden('scopes', report);
    expect(report.ok).toBe(true);
  });

  test('scopes that are asked for where others are expected, or that no rule asks for', {
    timeout: TIMEOUT,
  }, async () => {
    const report = await runTests([fileOf('scopes/failing'), fileOf('scopes/unknown')]);
    golden('scopes/failing', report);
    expect(report).toMatchObject({ ok: false, cases: 3 });
  });

  test('why a token is refused', { timeout: TIMEOUT }, async () => {
    const report = await run('tokens/refused');
    golden('tokens/refused', report);
    expect(report).toMatchObject({ ok: false, cases: 7 });
  });

  test('every way to fail fails', { timeout: TIMEOUT }, async () => {
    const report = await run('failing');
    golden('failing', report);
    expect(report.ok).toBe(false);
    expect(report.suites[0]!.tests.filter((each) => each.ok).map((each) => each.name)).toEqual([
      'this one passes',
    ]);
  });

  test('names that the gateway does not have', { timeout: TIMEOUT }, async () => {
    const report = await run('findings');
    golden('findings', report);
    expect(report).toMatchObject({ ok: false, cases: 0 });
  });

  test('issuers, and callers, that the gateway does not have', { timeout: TIMEOUT }, async () => {
    const report = await run('tokens/unknown');
    golden('tokens/unknown', report);
    expect(report).toMatchObject({ ok: false, cases: 0 });
  });

  test.each(['structure', 'schema', 'broken-gateway'])('%s: findings, and no test runs', async (name) => {
    const report = await run(name);
    golden(name, report);
    expect(report).toMatchObject({ ok: false, cases: 0 });
  });
});

describe('reports', () => {
  test('a run of no test fails', async () => {
    const report = await runTests([]);
    expect(report.ok).toBe(false);
    expect(printTests(report)).toBe('No test ran.\n');
  });

  test('a missing file is a finding', async () => {
    const report = await runTests(['nowhere/tests.yaml']);
    expect(report.ok).toBe(false);
    expect(printTests(report)).toContain('nowhere/tests.yaml cannot be read: it does not exist.');
  });

  test('one broken file fails the run beside a good one', { timeout: TIMEOUT }, async () => {
    const good = relative(process.cwd(), join(suites, 'passing', 'tests.yaml'));
    const report = await runTests([good, 'nowhere/tests.yaml']);
    expect(report.suites.map((suite) => suite.ok)).toEqual([true, false]);
    expect(report.ok).toBe(false);
  });

  test('JSON holds every failure with its place', { timeout: TIMEOUT }, async () => {
    const json = JSON.parse(printTestsJson(await run('failing'))) as { suites: { tests: object[] }[] };
    expect(json.suites[0]!.tests[0]).toMatchObject({
      name: 'a decision and a rule',
      ok: false,
      cases: 2,
      place: { line: 9, column: 11 },
      failures: [
        {
          asked: { as: 'ann', call: 'pay__refund', args: { amount: 50 }, time: null },
          expected: 'deny',
          got: 'allow',
          decided: { rule: 'small-refunds', place: 'gateway.yaml:26', stage: 'answer' },
          place: { line: 12, column: 49, endLine: 12, endColumn: 53 },
        },
        { expected: 'small-refunds', got: 'none' },
      ],
    });
  });
});

test('who has no credential where none may be missing', { timeout: TIMEOUT }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mcpgw-strict-'));
  const key = `sha256:${'a'.repeat(64)}`;
  writeFileSync(
    join(folder, 'gateway.yaml'),
    `{ version: 1, name: strict, agents: { bot: { keys: ["${key}"] } }, servers: { s: { command: [s] } },
       access: [{ name: all, allow: "*" }] }`,
  );
  const steps = (as: string, expected: string) => `{ as: ${as}, call: s__t, expect: ${expected} }`;
  writeFileSync(
    join(folder, 'tests.yaml'),
    `{ suite: strict, backends: { s: { t: {} } }, tests: [
       { name: call, steps: [${steps('anonymous', '{ decision: unauthenticated }')}, ${steps('bot', '{ rule: all }')}] },
       { name: list, list: { as: anonymous }, exactly: [] } ] }`,
  );
  const { suites: ran } = await runTests([join(folder, 'tests.yaml')]);
  rmSync(folder, { recursive: true });
  expect(ran[0]!.findings).toEqual([]);
  expect(ran[0]!.tests.map((each) => each.ok)).toEqual([true, false]);
  expect(ran[0]!.tests[1]!.failures[0]).toMatchObject({
    message: 'The list was refused.',
    got: 'HTTP status 401',
  });
});

describe('many cases', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcpgw-many-'));
    const gateway = readFileSync(join(suites, 'gateway.yaml'), 'utf8').replace(
      '100/minute',
      '1000000/minute',
    );
    writeFileSync(join(folder, 'gateway.yaml'), gateway.replace('burst: 20', 'burst: 1000000'));
    const amounts = Array.from({ length: 500 }, (_, index) => `{ amount: ${index} }`).join(', ');
    writeFileSync(
      join(folder, 'tests.yaml'),
      `suite: many
backends: { pay: { refund: {} } }
tests:
  - name: a thousand
    matrix: { as: [ann, support-bot], call: pay__refund, args: [${amounts}] }
    otherwise: deny
`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are all asked, and the first of their failures shown', { timeout: TIMEOUT }, async () => {
    const report = await runTests([join(folder, 'tests.yaml')]);
    expect(report.cases).toBe(1000);
    // Amounts 0 to 100 are allowed to ann, which `otherwise` does not say.
    expect(report.suites[0]!.tests[0]!.failures).toHaveLength(101);
    // People are shown some of them, and told of the rest.
    expect(printTests(report).match(/is not what “otherwise” says/g)).toHaveLength(10);
    expect(printTests(report)).toContain('and 91 failures more');
  });
});
