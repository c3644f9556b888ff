// Audit goldens: compared, and written only when asked.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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

test('what is behind a link that leaves the folder is neither shown nor written', async () => {
  const outside = join(folder, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret.ndjson'), 'password: hunter2\n');
  mkdirSync(join(folder, 'linked'));
  symlinkSync(outside, join(folder, 'linked/golden'));
  const file = join(folder, 'linked/tests.yaml');
  const step = '{ as: support-bot, call: crm__search, expect: { decision: allow } }';
  writeFileSync(
    file,
    `{ suite: s, gateway: ../gateway.yaml, backends: { crm: { q: {} } }, tests: [
       { name: read, audit: golden/secret.ndjson, steps: [${step}] },
       { name: write, audit: golden/new.ndjson, steps: [${step}] } ] }`,
  );
  for (const update of [false, true]) {
    const text = printTests(await runTests([file], { update }));
    expect(text).toContain('golden/secret.ndjson is behind a link that leaves this suite');
    expect(text).not.toContain('hunter2');
  }
  expect(readdirSync(outside)).toEqual(['secret.ndjson']);
});
