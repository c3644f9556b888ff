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
  expect(passed).toEqual([
    'all is well',
    'faults are of prompts and resources too',
    'an argument goes on where its prompt or template is visible; no rule decides',
    'every prompt by every length',
    'every resource',
  ]);
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

test('completions are in no rule’s coverage', { timeout: 300_000 }, async () => {
  const report = await runTests([fileOf('completions')], { coverage: true });
  expect(report.ok).toBe(true);
  const hit = report.coverage[0]!.goals.filter(({ kind, hits }) => kind === 'rule' && hits > 0);
  expect(hit.map(({ name }) => name)).toEqual([]);
});

test('a server in memory completes an argument by what stands there', () => {
  const offered = {
    prompts: { sum: { complete: { topic: ['limits', 'lists', 'routes'] } } },
    resourceTemplates: { 'docs://{page}': { complete: { page: ['a', 'b'] } } },
  };
  const backend = memoryBackend('docs', {}, offered);
  const complete = (ref: object, name: string, value: string) => {
    const params = { ref, argument: { name, value } };
    return JSON.parse(backend(JSON.stringify({ id: 1, method: 'completion/complete', params })).text);
  };
  const sum = { type: 'ref/prompt', name: 'sum' };
  expect(complete(sum, 'topic', 'li').result.completion.values).toEqual(['limits', 'lists']);
  expect(complete(sum, 'constructor', '').result.completion.values).toEqual([]);
  const page = { type: 'ref/resource', uri: 'docs://{page}' };
  expect(complete(page, 'page', '').result.completion.values).toEqual(['a', 'b']);
  expect(complete({ type: 'ref/prompt', name: 'none' }, 'topic', '').error.code).toBe(-32602);
});
