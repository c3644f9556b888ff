// `--with` on the command line: for check, test and compile alike, with findings that name the file they came from.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mcpgw } from './spawn.ts';

let cwd = '';
const write = (name: string, text: string): void => writeFileSync(join(cwd, name), text);
const read = (name: string): string => readFileSync(join(cwd, name), 'utf8');

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'mcpgw-with-'));
  mkdirSync(join(cwd, 'env'));
  write(
    'gateway.yaml',
    `version: 1
name: acme
agents: { bot: { keys: ["sha256:${'a'.repeat(64)}"] } }
servers: { crm: { url: https://crm.example/mcp } }
access: [{ name: all, allow: "*" }]
limits: [{ name: few, per: agent, rate: 60/minute, burst: 1 }]
`,
  );
  write(
    'tests.yaml',
    `suite: acme
backends: { crm: { search: {} } }
tests:
  - name: two at once
    steps:
      - { repeat: 2, as: bot, call: crm__search, expect: { decision: allow } }
`,
  );
  write('env/prod.yaml', 'limits: [{ name: few, burst: 2 }]\n');
  write('env/eu.yaml', 'listen: { port: 9090 }\n');
  write('env/bad.yaml', 'access: []\n');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test('test asks the gateway of the environment', () => {
  expect(mcpgw(['test'], { cwd }).status).toBe(1);
  expect(mcpgw(['test', '--with', 'env/prod.yaml'], { cwd })).toMatchObject({ status: 0, err: '' });
});

test('compile takes several, in order, and says how to do it again', () => {
  const argv = ['--with', 'env/prod.yaml', '--with=env/eu.yaml'];
  expect(mcpgw(['compile', ...argv], { cwd })).toMatchObject({ status: 0, err: '' });
  const { command } = JSON.parse(read('gateway.mjs.manifest.json')) as { command: string };
  expect(command).toBe('mcpgw compile gateway.yaml --with env/prod.yaml --with env/eu.yaml -o gateway.mjs');
  expect(mcpgw(command.split(' ').slice(1).concat('--check'), { cwd }).status).toBe(0);
  const other = mcpgw(['compile', '--check', '--with', 'env/eu.yaml', '--with', 'env/prod.yaml'], { cwd });
  expect(other.status).toBe(1);
  expect(mcpgw(['compile', '--check'], { cwd }).status).toBe(1);
});

test('check marks the overlay where the overlay is wrong', () => {
  const { status, out } = mcpgw(['check', '--with', 'env/bad.yaml'], { cwd });
  expect(status).toBe(1);
  expect(out).toContain('env/bad.yaml:1:1');
  expect(out).toContain('An overlay may not change `access`.');
  const json = mcpgw(['check', '--format', 'json', '--with', 'env/bad.yaml'], { cwd });
  expect(JSON.parse(json.out)).toMatchObject({ findings: [{ rule: 'source/overlay-key' }] });
});

test('an overlay that is not there is unreadable input', () => {
  const { status, out } = mcpgw(['check', '--with', 'env/none.yaml'], { cwd });
  expect(status).toBe(2);
  expect(out).toContain('env/none.yaml cannot be read: it does not exist.');
});

test('a recipe goes to a file, its findings do not', () => {
  const { status, out, err } = mcpgw(['recipe', 'systemd', '--with', 'env/bad.yaml'], { cwd });
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toContain('env/bad.yaml:1:1');
  expect(mcpgw(['recipe', 'dockerfile', '--with', 'env/eu.yaml'], { cwd }).out).toContain('\nEXPOSE 9090\n');
});
