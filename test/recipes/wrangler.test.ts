// The recipe for wrangler, read as TOML, and what it says given to workerd: wrangler itself would ask for an account.
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../compiler/cli/run.ts';
import { mcpgw, root } from '../cli/spawn.ts';
import { expectGolden } from '../golden.ts';
import { onEach, WORKERD } from '../hosts/hosts.ts';
import { startWorker } from '../hosts/workerd.ts';
import { print, type Tried, tried } from './world.ts';

const edge: Tried = { name: 'worker', argv: [join(root, 'test/recipes/gateways/worker.yaml')] };
const [smallest] = tried as readonly [Tried];

describe.each([smallest, edge])('for $name', (gateway) => {
  test('is what was reviewed', async () => {
    const golden = join(import.meta.dirname, 'golden', gateway.name, 'wrangler.txt');
    expectGolden(golden, await print('wrangler', gateway));
  });
});

test('names all that is to be set: variables where they stand, secrets only by their names', async () => {
  const text = await print('wrangler', edge);
  const config = parse(text);
  expect(config).toMatchObject({
    name: 'edge',
    no_bundle: true,
    routes: [{ pattern: 'mcp.example.com', custom_domain: true }],
    vars: { CRM_URL: '' },
    observability: { enabled: true, head_sampling_rate: 1 },
  });
  expect(text).toContain('npx wrangler secret put CRM_KEY\n');
  expect(JSON.stringify(config)).not.toMatch(/CRM_KEY|WIKI_URL/);
});

test('is not printed for what a Worker cannot do: the findings say why', async () => {
  const err: string[] = [];
  const io = {
    out: () => expect.fail('nothing is printed'),
    err: (text: string) => void err.push(text),
    colour: false,
  };
  const status = await run(
    ['recipe', 'wrangler', join(root, "test/recipes/gateways/it's odd/gateway.yaml")],
    io,
  );
  expect(status).toBe(1);
  expect(err.join('')).toContain('servers/cannot-spawn');
  expect(err.join('')).toContain('servers/cannot-read-files');
});

test.each(['dockerfile', 'kubernetes', 'systemd'])(
  '%s is not printed for what runs on workers only',
  (name) => {
    const { status, out, err } = mcpgw(['recipe', name, ...edge.argv], { cwd: root });
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('is for workers only: add node to its hosts, or print wrangler.');
  },
);

onEach([WORKERD], 'what wrangler.toml says', (host) => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcpgw-wrangler-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('its build command makes the module that answers under the name of its route', async () => {
    const config = parse(await print('wrangler', edge)) as unknown as Wrangler;
    const argv = config.build.command.replace('npx --no-install mcpgw ', '').split(' ');
    expect(argv.at(-3)).toBe(config.main);
    // A folder of its own: wrangler uploads what lies beside the module.
    expect(config.main).toMatch(/(^|\/)worker\/gateway\.mjs$/);
    const out = join(folder, 'gateway.mjs');
    const compiled = mcpgw([...argv.with(1, edge.argv[0]!).with(-3, out)], { cwd: root });
    expect(compiled, compiled.out).toMatchObject({ status: 0 });
    const env = {
      ...config.vars,
      CRM_URL: 'https://crm.example/mcp',
      CRM_KEY: 'secret',
      SEAL_KEY: 's'.repeat(32),
    };
    const running = startWorker({ folder }, env, host, {
      date: config.compatibility_date,
      flags: config.compatibility_flags,
    });
    const port = await running.listening();
    const [{ pattern }] = config.routes;
    expect(await statusOf(port, pattern)).toBe(200);
    expect(await statusOf(port, 'elsewhere.example')).toBe(403);
    running.child.kill('SIGTERM');
    await running.ended;
  });
});

interface Wrangler {
  readonly main: string;
  readonly compatibility_date: string;
  readonly compatibility_flags: readonly string[];
  readonly routes: readonly [{ readonly pattern: string }];
  readonly build: { readonly command: string };
  readonly vars: Readonly<Record<string, string>>;
}

function statusOf(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: '/healthz', headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('error', reject);
    asked.end();
  });
}
