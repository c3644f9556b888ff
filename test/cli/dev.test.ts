// `mcpgw dev` as a person runs it: a change goes live, one with errors does not, calls are seen, nothing is left behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tool } from '../backends/index.ts';
import { call, legacyClient } from '../hosts/suite/clients.ts';
import { gatewayOf, stdioCommand } from '../hosts/suite/config.ts';
import { until } from '../hosts/suite/emitted.ts';
import { steadyLoad } from '../hosts/suite/load.ts';
import { root } from './spawn.ts';

let folder: string;
let program: ChildProcess;
let out = '';
let err = '';
let url: string;
const ended = (): Promise<number | null> => new Promise((resolve) => program.once('close', resolve));

const kid = stdioCommand({ eras: ['legacy'], tools: [tool('echo')] });
const yaml = gatewayOf(`  kid: { command: ${kid} }\n`, 'include: ["policies/*.yaml"]\n');
const denies = (message: string): string =>
  `access:\n  - { name: closed, deny: kid__echo, when: '"text" in args', message: ${message} }\n`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mcpgw-dev-'));
  mkdirSync(join(folder, 'policies'));
  writeFileSync(join(folder, 'gateway.yaml'), yaml);
  writeFileSync(join(folder, 'policies/a.yaml'), denies('Closed by a.'));
  const main = join(root, 'dist/program/main.js');
  program = spawn(process.execPath, [main, 'dev', join(folder, 'gateway.yaml'), '--port', '0']);
  program.stdout!.on('data', (chunk) => (out += chunk));
  program.stderr!.on('data', (chunk) => (err += chunk));
  const [, port] = await until(() => /listens on http:\/\/\S+:(\d+)\//.exec(err), 20_000);
  url = `http://127.0.0.1:${port}/mcp`;
  await until(async () => (await call(url, 'writer', 'kid__echo')).status === 200);
});
afterAll(() => {
  program?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const said = async (): Promise<string> => {
  const { result } = await call(url, 'writer', 'kid__echo', { text: 'hello' });
  return result!.content[0]!.text;
};

it('shows calls as they pass, plainly where it is no terminal', async () => {
  expect(await said()).toContain('Closed by a.');
  await until(() => /✗ {2}writer +kid__echo +deny +closed policies\/a\.yaml:2 {2}\d+\.\d ms\n/.test(out));
  expect(out).toMatch(/✓ {2}writer +kid__echo +allow +writers gateway\.yaml:\d+ {2}\d+\.\d ms\n/);
  expect(out).toContain('What you save is live when it checks clean.');
  expect(out + err).not.toContain('\u001b');
});

it('takes a saved change of an included file, and a new file, without losing a call or a session', async () => {
  const client = await legacyClient(url, 'writer');
  const load = steadyLoad([client], ['kid__echo']);
  writeFileSync(join(folder, 'policies/a.yaml'), denies('Closed by another a.'));
  await until(async () => (await said()).includes('another a'));
  rmSync(join(folder, 'policies/a.yaml'));
  writeFileSync(join(folder, 'policies/b.yaml'), denies('Closed by b.'));
  await until(async () => (await said()).includes('by b'));
  await load.more(5);
  expect((await load.stop()).failed).toEqual([]);
  await client.close();
});

it('reports what is wrong with a change, and goes on with what it has', async () => {
  const before = out.length;
  writeFileSync(
    join(folder, 'gateway.yaml'),
    yaml.replace('deny: "*__echo"', 'deny: "*__eco"; nonsense: [1'),
  );
  await until(() => out.slice(before).includes('gateway.yaml is not fit to run: the gateway goes on'));
  expect(out.slice(before)).toMatch(/gateway\.yaml:\d+:\d+ error/);
  expect(await said()).toContain('Closed by b.');
  writeFileSync(join(folder, 'gateway.yaml'), `${yaml}# mended\n`);
  const policies = (): number => err.split('has taken over').length;
  const count = policies();
  await until(() => policies() > count);
});

it('ends with Ctrl-C, its gateway and its servers too, and leaves no file', async () => {
  const end = ended();
  program.kill('SIGINT');
  expect(await end).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
  expect(readdirSync(folder).sort()).toEqual(['gateway.yaml', 'policies']);
});

it('says at once that there is no such file', async () => {
  program = spawn(process.execPath, [join(root, 'dist/program/main.js'), 'dev', join(folder, 'no.yaml')]);
  program.stdout!.on('data', (chunk) => (out += chunk));
  expect(await ended()).toBe(2);
  expect(out).toContain('no.yaml');
});
