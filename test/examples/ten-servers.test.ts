// The example of ten servers: sound in every environment, and real as a process of its own in front of real servers.
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check, runTests } from '../../compiler/index.ts';
import { mcpgw, root } from '../cli/spawn.ts';

const example = join(root, 'examples/ten-servers');
const environments = readdirSync(join(example, 'env')).filter((name) => name.endsWith('.yaml'));

describe.each([null, ...environments])('with %s', (name) => {
  const overlays = name === null ? [] : [join(example, 'env', name)];

  test('checks clean, and its tests pass', async () => {
    const { findings, models } = check(join(example, 'gateway.yaml'), { overlays });
    expect(findings).toEqual([]);
    expect(models?.servers.servers.size).toBe(10);
    const report = await runTests([join(example, 'tests.yaml')], { overlays });
    expect(report).toMatchObject({ ok: true, cases: 136 });
  });
});

test('the README tells the truth about its figures', () => {
  const readme = readFileSync(join(example, 'README.md'), 'utf8');
  const { out } = mcpgw(['test'], { cwd: example });
  expect(readme).toContain(/\n(\d+ tests, \d+ calls)\./.exec(out)?.[1]);
});

describe('as a process of its own', () => {
  let folder = '';
  let url = '';
  const children: ChildProcess[] = [];
  const audit: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mcpgw-ten-'));
    cpSync(example, folder, { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const port = await freePort();
    const everything = join(root, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js');
    children.push(
      spawn(process.execPath, [everything, 'streamableHttp'], {
        env: { ...process.env, PORT: String(port) },
      }),
    );
    const local = readFileSync(join(folder, 'env/local.yaml'), 'utf8').replaceAll(':3001', `:${port}`);
    writeFileSync(join(folder, 'env/here.yaml'), local);
    const compiled = mcpgw(['compile', '--with', 'env/here.yaml'], { cwd: folder });
    expect(compiled, compiled.out).toMatchObject({ status: 0, err: '' });
    url = await startGateway(folder, children, audit);
    await until(
      async () =>
        (await names('builder')).includes('ci__echo') &&
        (await names('builder')).includes('files__read_text_file'),
    );
  }, 60_000);
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (agent: string, method: string, params: object = {}, name?: string) => {
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ten-servers-demo-${agent}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        ...(name === undefined ? {} : { 'mcp-name': name }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const names = async (agent: string): Promise<readonly string[]> => {
    const { status, text } = await ask(agent, 'tools/list');
    if (status !== 200) return [];
    const { result } = JSON.parse(text) as { result?: { tools: readonly { name: string }[] } };
    return (result?.tools ?? []).map(({ name }) => name).sort();
  };

  test('reaches all ten', async () => {
    const answer = async () => {
      const headers = { authorization: 'Bearer ten-servers-demo-builder' };
      const ready = await fetch(url.replace(/mcp$/, 'readyz'), { headers });
      return (await ready.json()) as { servers: { up: number } };
    };
    await until(async () => (await answer()).servers.up === 10);
  });

  test('each team sees its own servers', async () => {
    expect(await names('support-bot')).toEqual(expect.arrayContaining(['crm__echo', 'helpdesk__echo']));
    const builder = await names('builder');
    expect(builder).toEqual(expect.arrayContaining(['ci__echo', 'repo__echo', 'files__write_file']));
    expect(builder.filter((name) => /^(crm|helpdesk|pay|ledger)__/.test(name))).toEqual([]);
    expect(await names('auditor')).toContain('ledger__echo');
    expect((await names('cashier-bot')).filter((name) => name.startsWith('ledger'))).toEqual([]);
  });

  test('calls reach the server, and the audit names the file of the team', async () => {
    const params = { name: 'ci__echo', arguments: { message: 'hello' } };
    const { text } = await ask('builder', 'tools/call', params, 'ci__echo');
    expect(text).toContain('hello');
    const place = `teams/platform.yaml:${lineOf(join(example, 'teams/platform.yaml'), 'name: platform-reads')}`;
    await until(async () => audit.join('').includes(place));
  });

  test('a wrong key is nobody', async () => {
    expect((await ask('stranger', 'tools/list')).status).toBe(401);
  });
});

function lineOf(file: string, text: string): number {
  return (
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Starts gateway.mjs as the README says; resolves with the address of its endpoint. */
function startGateway(cwd: string, children: ChildProcess[], audit: string[]): Promise<string> {
  const argv = ['--env-file=env/local.env', 'gateway.mjs', '--port', '0'];
  const child = spawn(process.execPath, argv, { cwd });
  children.push(child);
  child.stdout.on('data', (data: Buffer) => audit.push(String(data)));
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
    child.stderr.on('data', (data: Buffer) => {
      said += String(data);
      const listening = /listens on (http:\S+)/.exec(said)?.[1];
      if (listening !== undefined) resolve(listening);
    });
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come to hold within 20 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
