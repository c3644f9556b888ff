// Reports for programs, as goldens; several files at a time, in order; filters; watching.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  printGithubTests,
  printTap,
  printTestsJson,
  printTestsJunit,
  printTestsPlain,
  printTestsSarif,
  runTests,
  type TestReport,
  watchTests,
} from '../../compiler/testing/index.ts';
import { isNews } from '../../compiler/testing/watch.ts';
import { sarifErrors } from '../diagnostics/sarif-schema.ts';
import { expectGolden } from '../golden.ts';

const suites = fileURLToPath(new URL('suites', import.meta.url));
const fileOf = (name: string): string => relative(process.cwd(), join(suites, name, 'tests.yaml'));

describe('formats', () => {
  let report: TestReport;
  beforeAll(async () => {
    report = await runTests(['passing', 'findings', 'broken-gateway', 'failing'].map(fileOf), { jobs: 1 });
  });

  test.each([
    ['report.xml', printTestsJunit],
    ['report.tap', printTap],
    ['github.txt', printGithubTests],
    ['plain.txt', printTestsPlain],
    ['report.sarif', (report: TestReport) => printTestsSarif(report, '1.2.3')],
  ])('%s', (name, print) => {
    expectGolden(join(suites, '..', 'golden', name), print(report));
  });

  test('SARIF follows its schema, and the plain report is not drawn', () => {
    expect(sarifErrors(JSON.parse(printTestsSarif(report, '1.2.3')))).toEqual([]);
    expect(printTestsPlain(report)).not.toMatch(/[|^─-╿▀-▟→]| {2}/);
  });
});

test('files in threads give the reports of one thread, in the files’ order', async () => {
  const files = ['failing', 'passing', 'findings', 'later'].map(fileOf);
  const [alone, together] = await Promise.all([
    runTests(files, { jobs: 1 }),
    runTests(files, { jobs: 2, fresh: true }),
  ]);
  expect(printTestsJson(together)).toBe(printTestsJson(alone));
});

describe('filter', () => {
  test.each([
    ['RULE', ['a decision and a rule']],
    ['wrong > the*wait', ['the wrong wait']],
    ['wait*the', []],
  ])('%s', async (filter, names) => {
    const report = await runTests([fileOf('failing')], { filter });
    expect(report.suites[0]!.tests.map(({ name }) => name)).toEqual(names);
    expect(report.ok).toBe(false);
  });

  test('a file without such a test is no failure beside one that has it', async () => {
    const files = ['passing', 'audit'].map(fileOf);
    const report = await runTests(files, { filter: 'goldens > as before', jobs: 1 });
    expect(report).toMatchObject({ ok: true, cases: 4 });
  });
});

test('what is written about a run is no reason to run again', () => {
  const own = new Set(['/w/out/report.xml']);
  expect(isNews('/w', 'out/report.xml', own)).toBe(false);
  expect(isNews('/w', 'report.xml', own)).toBe(true);
  expect(isNews('/w', null, own)).toBe(true);
});

test('watching runs again when a file changes', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mcpgw-watch-'));
  mkdirSync(join(folder, 'tests'));
  copyFileSync(join(suites, 'gateway.yaml'), join(folder, 'gateway.yaml'));
  const file = join(folder, 'tests/t.yaml');
  const suite = (amount: number): string =>
    `{ suite: s, gateway: ../gateway.yaml, clock: "2026-11-20T09:00:00Z", backends: { pay: { refund: {} } }, tests: [
       { name: t, matrix: { as: ann, call: pay__refund, args: { amount: ${amount} } }, otherwise: allow } ] }`;
  writeFileSync(file, suite(50));
  const runs: TestReport[] = [];
  let next: () => void = () => undefined;
  const told = (): Promise<void> => new Promise((resolve) => (next = resolve));
  const first = told();
  const watching = watchTests([file], {}, (report) => {
    runs.push(report);
    next();
  });
  await first;
  const second = told();
  writeFileSync(file, suite(500));
  await second;
  const third = told();
  const gateway = readFileSync(join(folder, 'gateway.yaml'), 'utf8');
  writeFileSync(join(folder, 'gateway.yaml'), gateway.replace('args.amount <= 100', 'args.amount <= 1000'));
  await third;
  watching.end();
  await watching.ended;
  expect(runs.map(({ ok }) => ok)).toEqual([true, false, true]);
  rmSync(folder, { recursive: true, force: true });
});
