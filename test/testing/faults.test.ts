// Servers that fail in policy tests, and what of it is counted: the emitted bytes, over each kind of fault.
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { printLcov, printTests, runTests } from '../../compiler/testing/index.ts';
import { expectGolden } from '../golden.ts';

const suites = fileURLToPath(new URL('suites', import.meta.url));
const fileOf = (name: string): string => relative(process.cwd(), join(suites, name, 'tests.yaml'));

test('each kind of fault, and routes and links that are reached', async () => {
  const report = await runTests([fileOf('faults')], { coverage: true });
  expectGolden(join(suites, 'faults/report.txt'), printTests(report));
  expectGolden(join(suites, 'faults/lcov.info'), printLcov(report));
  expect(report.ok).toBe(true);
});

test('a link that no test reaches is missing from the coverage', async () => {
  const report = await runTests([fileOf('faults')], { coverage: true, filter: 'too slow' });
  const missing = report.coverage[0]!.goals.filter(({ hits }) => hits === 0);
  expect(missing.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
    expect.arrayContaining([
      'route crm__search to spare',
      'link finding to local/find',
      'link finding to crm/search',
    ]),
  );
});

test('links that are dropped or swapped, triggers and routes that are missing are noticed', async () => {
  const report = await runTests([fileOf('faults')], { mutate: true, jobs: 1 });
  const ways = report.mutation[0]!.mutants.filter(
    ({ name }) => name === 'finding' || name.startsWith('the route'),
  );
  expect(
    ways.map(({ name, from, to, status }) => `${name}: ${from} → ${to}: ${status}`),
  ).toMatchInlineSnapshot(`
    [
      "the route to spare: the whole → nothing: killed",
      "the route to spare: when → not asked: killed",
      "the route to spare: "guests" → "guests~": killed",
      "finding: this link → nothing: killed",
      "finding: this link → nothing: killed",
      "finding: this link → the one before: killed",
      "finding: this trigger → nothing: killed",
      "finding: this trigger → nothing: killed",
      "finding: this trigger → nothing: killed",
      "finding: safe → not safe: killed",
    ]
  `);
});

test('faults that a server cannot have', async () => {
  const report = await runTests([fileOf('faults/unfit')]);
  expectGolden(join(suites, 'faults/unfit/report.txt'), printTests(report));
  expect(report.suites[0]!.findings).toHaveLength(6);
});
