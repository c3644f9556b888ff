// `mcpgw check --from cel-js`: what means something else than there is told when asked for, and only then.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { run } from '../../compiler/cli/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'mcpgw-from-'));
const file = join(folder, 'gateway.yaml');
writeFileSync(
  file,
  `version: 1
name: acme
agents:
  bot: { team: support, labels: { constructor: north }, keys: ["sha256:${'1'.repeat(64)}"] }
servers:
  crm: { url: https://crm.internal/mcp }
access:
  - { name: halves, allow: crm__*, when: args.n / 2 == 3 }
limits:
  - { name: each, per: agent.labels.constructor, rate: 10/minute }
`,
);
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `mcpgw check` on the file in this process. */
async function check(...flags: string[]) {
  const said = { out: '', err: '' };
  const status = await run(['check', file, ...flags], {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    colour: false,
  });
  return { status, ...said };
}

test('is silent unless asked for', async () => {
  expect(await check('--deny-warnings')).toEqual({ status: 0, out: `${file}: no findings.\n`, err: '' });
});

test('warns at the place, in conditions of access and of limits', async () => {
  const { status, out } = await check('--from', 'cel-js', '--format', 'json');
  expect(status).toBe(0);
  const { findings } = JSON.parse(out) as { findings: { rule: string; severity: string; message: string }[] };
  expect(findings).toEqual([
    expect.objectContaining({
      rule: 'cel/cel-js-differs',
      severity: 'warning',
      message: expect.stringContaining('`7 / 2` is 3'),
    }),
    expect.objectContaining({
      rule: 'cel/cel-js-differs',
      severity: 'warning',
      message: expect.stringContaining('`constructor`'),
    }),
  ]);
  expect((await check('--from=cel-js', '--deny-warnings')).status).toBe(1);
});

test('knows no other dialect', async () => {
  const { status, err } = await check('--from', 'celjs');
  expect(status).toBe(2);
  expect(err).toContain('--from is cel-js, not "celjs". Did you mean cel-js?');
});
