// Tests of prompts and resources: whole suites against the bytes that ship, and what a lock gives their servers.
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { figureOf, printTests, runTests } from '../../compiler/testing/index.ts';
import { memoryBackend } from '../../compiler/testing/world/backend.ts';
import { offeredContext } from '../../compiler/testing/world/offered.ts';
import { expectGolden } from '../golden.ts';

const folder = fileURLToPath(new URL('suites/kinds', import.meta.url));
const fileOf = (name: string): string => relative(process.cwd(), join(folder, name, 'tests.yaml'));

test('what is not as expected is told, with a trace; rules of all kinds count', {
  timeout: 300_000,
}, async () => {
  const report = await runTests([fileOf('.')], { coverage: true });
  expectGolden(join(folder, 'report.txt'), printTests(report));
  const passed = report.suites[0]!.tests.filter(({ ok }) => ok).map(({ name }) => name);
  expect(passed).toEqual(['all is well', 'faults are of prompts and resources too']);
  const rules = report.coverage[0]!.goals.filter(({ kind }) => kind === 'rule');
  expect(figureOf(rules).percent).toBe(100);
});

test('prompts, resources and templates that nobody has', { timeout: 300_000 }, async () => {
  const report = await runTests([fileOf('unknown')]);
  expectGolden(join(folder, 'unknown/report.txt'), printTests(report));
  expect(report).toMatchObject({ ok: false, cases: 0 });
});

test('a locked prompt is as it was reviewed, with the text that the test gives it', () => {
  const item = { hash: 'sha256:0', definition: { name: 'brief', title: 'Brief' } };
  const locked = { docs: { prompts: { brief: item }, resourceTemplates: {} } };
  const server = { value: 'docs', range: { file: '', start: 0, end: 0 } };
  const context = { prompts: { brief: { text: 'short' } }, resources: { 'docs://a': {} } };
  const offered = offeredContext(
    [{ server, tools: {}, context }],
    locked as unknown as Parameters<typeof offeredContext>[1],
  );
  const ask = (method: string, params = {}) => {
    const answer = memoryBackend('docs', {}, offered.get('docs'))(JSON.stringify({ id: 1, method, params }));
    return JSON.parse(answer.text);
  };
  expect(ask('prompts/list').result.prompts).toEqual([{ name: 'brief', title: 'Brief' }]);
  expect(ask('prompts/get', { name: 'brief' }).result.messages[0].content.text).toBe('short');
  expect(ask('prompts/get', { name: 'toString' }).error.code).toBe(-32602);
  expect(ask('resources/list').result.resources).toEqual([{ name: 'docs://a', uri: 'docs://a' }]);
  expect(ask('resources/read', { uri: 'docs://a' }).result.contents).toEqual([
    { uri: 'docs://a', text: 'docs://a' },
  ]);
});
