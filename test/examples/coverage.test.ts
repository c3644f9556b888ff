// Every example is tested, and its tests reach every rule and nearly all else.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { figureOf, runTests } from '../../compiler/testing/index.ts';

const examples = resolve(import.meta.dirname, '../../examples');
const names = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'gateway.yaml')));

test.each(names)('%s', { timeout: 60_000 }, async (name) => {
  const report = await runTests([join(examples, name, 'tests.yaml')], { coverage: true });
  expect(report.ok).toBe(true);
  const [coverage] = report.coverage;
  const missing = coverage!.goals.filter(({ kind, hits }) => kind === 'rule' && hits === 0);
  expect(missing).toEqual([]);
  expect(figureOf(coverage!.goals).percent).toBeGreaterThanOrEqual(90);
});
