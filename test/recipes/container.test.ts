// The gateway as the image runs it, asked as Kubernetes asks it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { mcpgw, root } from '../cli/spawn.ts';
import { print, tried } from './world.ts';

const [smallest] = tried as readonly [(typeof tried)[number]];
let folder = '';
let port = 0;
let child: ChildProcess | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mcpgw-container-'));
  const compiled = mcpgw(['compile', ...smallest.argv, '-o', join(folder, 'gateway.mjs')], { cwd: root });
  expect(compiled, compiled.out).toMatchObject({ status: 0 });
  const entrypoint = /^ENTRYPOINT (\[.*\])$/m.exec(await print('dockerfile', smallest))?.[1] ?? '[]';
  const [, ...argv] = JSON.parse(entrypoint) as string[];
  expect(argv.slice(0, 4)).toEqual(['gateway.mjs', '--host', '0.0.0.0', '--port']);
  child = spawn(process.execPath, [...argv.slice(0, 4), '0'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  port = await listening(child);
}, 30_000);
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function listening(process: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    process.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
    process.stderr?.on('data', (data: Buffer) => {
      said += String(data);
      const found = /listens on http:\/\/[^:]+:(\d+)/.exec(said)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
  });
}

function statusOf(path: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('error', reject);
    asked.end();
  });
}

test('every probe is answered, under the name it asks for', async () => {
  const text = await print('kubernetes', smallest);
  const [deployment] = parseAllDocuments(text)
    .map((document): unknown => document.toJS())
    .filter(Boolean);
  const probes = [...JSON.stringify(deployment).matchAll(/"httpGet":(\{.*?\]\})/g)].map(
    ([, json = '']) => JSON.parse(json) as { path: string; httpHeaders: readonly { value: string }[] },
  );
  expect(probes).toHaveLength(3);
  for (const { path, httpHeaders } of probes) {
    // Its servers are not there: it lives, and says that it is not ready.
    expect(await statusOf(path, httpHeaders[0]?.value ?? '')).toBe(path === '/healthz' ? 200 : 503);
  }
});

test('a name that is not its own is refused, so the probes must say one', async () => {
  expect(await statusOf('/healthz', 'gateway.default.svc')).toBe(403);
});
