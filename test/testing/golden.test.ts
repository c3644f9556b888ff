// Audit goldens: compared, and written only when asked.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printTests, runTests } from '../../compiler/testing/index.ts';
import { expectGolden } from '../golden.ts';

const suites = fileURLToPath(new URL('suites', import.meta.url));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpgw-goldens-'));
  cpSync(join(suites, 'gateway.yaml'), join(folder, 'gateway.yaml'));
  cpSync(join(suites, 'audit'), join(folder, 'audit'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what differs is told, and nothing is written', async () => {
  const file = relative(process.cwd(), join(suites, 'audit/tests.yaml'));
  const report = await runTests([file]);
  expectGolden(join(suites, 'audit/report.txt'), printTests(report));
  expect(report.suites[0]!.tests.map(({ ok }) => ok)).toEqual([true, false, false]);
  expect(existsSync(join(suites, 'audit/golden/missing.ndjson'))).toBe(false);
});

test('--update writes what differs, and then all is as expected', async () => {
  const file = join(folder, 'audit/tests.yaml');
  const before = readFileSync(join(folder, 'audit/golden/refunds.ndjson'), 'utf8');
  expect((await runTests([file], { update: true })).ok).toBe(true);
  expect((await runTests([file])).ok).toBe(true);
  expect(readFileSync(join(folder, 'audit/golden/refunds.ndjson'), 'utf8')).toBe(before);
  const lines = readFileSync(join(folder, 'audit/golden/differs.ndjson'), 'utf8').trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { decision: string }).decision)).toEqual(
    Array(3).fill('allow'),
  );
});
