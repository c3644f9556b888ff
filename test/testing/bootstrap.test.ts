// A first test file: it passes as the gateway is, hits every rule it can, and is never written over another.
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../compiler/cli/run.ts';
import { runTests } from '../../compiler/testing/index.ts';
import { expectGolden } from '../golden.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpgw-bootstrap-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function bootstrap(gateway: string, file: string) {
  const said = { out: '', err: '' };
  const status = await run(['test', '--bootstrap', gateway, file], {
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

describe('each rule has a hit and a near miss, and all pass', () => {
  test('of a gateway with times, aliases and a guest', async () => {
    const gateway = join(folder, 'gateway.yaml');
    copyFileSync(join(root, 'test/testing/suites/gateway.yaml'), gateway);
    const file = join(folder, 'tests/first.yaml');
    expect(await bootstrap(gateway, file)).toMatchObject({ status: 0, err: '' });
    expectGolden(join(root, 'test/testing/golden/bootstrap.yaml'), readFileSync(file, 'utf8'));
    const report = await runTests([file], { coverage: true });
    expect(report).toMatchObject({ ok: true, cases: 10 });
    const rules = report.coverage[0]!.goals.filter(({ kind }) => kind === 'rule');
    expect(rules.every(({ hits }) => hits > 0)).toBe(true);
  });

  test.each(['quickstart', 'ten-servers', 'prompts', 'lock', 'shadow', 'failover', 'tasks', 'tokens'])(
    'of the example %s',
    async (name) => {
      const example = join(folder, name);
      cpSync(join(root, 'examples', name), example, { recursive: true });
      const file = join(example, 'first.yaml');
      expect(await bootstrap(join(example, 'gateway.yaml'), file)).toMatchObject({ status: 0, err: '' });
      const report = await runTests([file], { coverage: true });
      expect(report.ok).toBe(true);
      const rules = report.coverage[0]!.goals.filter(({ kind }) => kind === 'rule');
      expect(report.suites[0]!.tests).toHaveLength(2 * rules.length);
      expect(rules.filter(({ hits }) => hits === 0)).toEqual([]);
    },
  );
});

describe('where agents come with tokens', () => {
  test.each([
    ['tokens', 8],
    ['scopes', 12],
    ['language', 12],
  ])('those that each rule of %s decides for, and near ones', async (name, tests) => {
    const suite = join(root, 'test/testing/suites', name);
    const own = join(folder, `suite-${name}`);
    cpSync(suite, own, { recursive: true });
    const file = join(own, 'first.yaml');
    expect(await bootstrap(join(own, 'gateway.yaml'), file)).toMatchObject({ status: 0, err: '' });
    const golden = join(root, 'test/testing/golden', `bootstrap-${name}.yaml`);
    expectGolden(golden, readFileSync(file, 'utf8'));
    const report = await runTests([file], { coverage: true });
    expect(report).toMatchObject({ ok: true, cases: tests });
    const rules = report.coverage[0]!.goals.filter(({ kind }) => kind === 'rule');
    expect(rules.filter(({ hits }) => hits === 0)).toEqual([]);
  });

  test('also those that the gateway declares without a key', async () => {
    const own = join(folder, 'declared');
    mkdirSync(own);
    const gateway = join(own, 'gateway.yaml');
    writeFileSync(
      gateway,
      `version: 1
name: declared
agents: { nightly: { roles: [builder], issuer: https://ci.acme.com } }
issuers: [{ issuer: https://ci.acme.com, audience: https://mcp.acme.com/mcp, agent: 'claims.sub.replace("repo:", "")' }]
listen: { hosts: [mcp.acme.com] }
servers: { s: { command: [s] } }
access: [{ name: builds, allow: s__t, to: { role: builder } }]
`,
    );
    const file = join(own, 'first.yaml');
    expect(await bootstrap(gateway, file)).toMatchObject({ status: 0, err: '' });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('  nightly: { issuer: "https://ci.acme.com", claims: { sub: nightly } }\n');
    expect(text).toContain('{ as: nightly, call: s__t, expect: { decision: allow, rule: builds } }');
    expect(await runTests([file])).toMatchObject({ ok: true, cases: 2 });
  });
});

test('a rule that nothing reaches is told of', async () => {
  const gateway = join(folder, 'odd.yaml');
  const key = `sha256:${'a'.repeat(64)}`;
  writeFileSync(
    gateway,
    `{ version: 1, name: odd, agents: { bot: { keys: ["${key}"] }, ghost: {} }, servers: { s: { command: [s] } },
       access: [{ name: all, allow: "*" }, { name: no-ghosts, deny: s__t, to: { agent: ghost } }] }`,
  );
  const file = join(folder, 'odd-tests.yaml');
  const { status, out } = await bootstrap(gateway, file);
  expect(status).toBe(0);
  expect(out).toContain('no-ghosts: no call was found that it decides.');
  expect((await runTests([file])).ok).toBe(true);
});

test('nothing is overwritten; a gateway with errors gives its findings', async () => {
  const there = join(folder, 'there.yaml');
  writeFileSync(there, 'suite: mine\n');
  expect(await bootstrap(join(folder, 'gateway.yaml'), there)).toEqual({
    status: 2,
    out: '',
    err: `mcpgw: ${there} is there already. Name another file to write.\n`,
  });
  writeFileSync(join(folder, 'broken.yaml'), 'version: 1\n');
  const { status, out } = await bootstrap(join(folder, 'broken.yaml'), join(folder, 'none.yaml'));
  expect(status).toBe(1);
  expect(out).toContain('schema/missing-key');
});
