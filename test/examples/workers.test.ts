// The example of a Worker: sound, and its wrangler.toml is what the recipe prints today.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mcpgw, root } from '../cli/spawn.ts';

const cwd = join(root, 'examples/workers');

test('checks without a warning', () => {
  expect(mcpgw(['check', '--deny-warnings'], { cwd })).toMatchObject({ status: 0 });
});

test('wrangler.toml is what the recipe prints', () => {
  expect(mcpgw(['recipe', 'wrangler'], { cwd }).out).toBe(readFileSync(join(cwd, 'wrangler.toml'), 'utf8'));
});
