// A runtime of a few lines, and the record of a gateway that uses it: the bundler's work without the real parts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { type Dist, distIn } from '../../compiler/bundle/dist.ts';
import { createBuilder } from '../../compiler/emit/builder.ts';
import { code } from '../../compiler/emit/code.ts';
import type { Generated } from '../../compiler/emit/generated.ts';

const modules: Readonly<Record<string, string>> = {
  'runtime/gateway.js': `import { start } from './gateway/core.js'; export function createGateway(plan, stages, environment) { return start({ plan, stages, environment }); }`,
  'runtime/gateway/core.js': `export const start = (gateway) => gateway; export const unused = () => 'UNUSED';`,
  'runtime/front/index.js': `export const createFront = (gateway) => ({ front: gateway.plan.name });`,
  'runtime/hosts/node/serve.js': `export const serve = () => 'SERVE';`,
  'runtime/hosts/node/main.js': `import { pathToFileURL } from 'node:url'; export const isMain = (url) => url === pathToFileURL(process.argv[1] ?? '').href; export async function main(bundle, clients, argv) { console.log(JSON.stringify({ policy: bundle.policy, clients: Object.keys(clients), argv })); }`,
  'runtime/agents/keys.js': `export const keyAgents = () => 'KEYS';`,
  'runtime/access/index.js': `export const accessStage = () => 'ACCESS';`,
  'runtime/catalog/index.js': `export const catalogStage = () => 'CATALOG';`,
  'runtime/telemetry/audit.js': `export const auditToStdout = () => 'AUDIT';`,
  'runtime/cel/index.js': `export const at = (value, key) => value[key]; export const other = () => 'OTHER';`,
  'runtime/servers/http.js': `export const httpBackend = () => 'HTTP';`,
  'runtime/servers/undici.js': `import Pool from 'undici/lib/dispatcher/pool.js'; export const createHttpClient = () => new Pool();`,
  'runtime/servers/stdio.js': `export const stdioBackend = () => 'STDIO';`,
  'runtime/servers/spawn.js': `export const spawnChild = () => 'SPAWN';`,
  'runtime/package.json': '{ "sideEffects": false }',
  'runtime/bad/bad.js': `import x from 'left-pad'; export const bad = x;`,
  'runtime/bad/half.js': `import { x } from './missing.js'; export const half = x;`,
  'vendor/undici-pool.mjs': `export default class Pool { name = 'UNDICI' }`,
  'vendor/licences.json': JSON.stringify([
    { part: '', name: 'mcpgw', version: '0.0.0', license: 'Apache-2.0', text: 'TEXT OF MCPGW' },
    { part: 'vendor/undici', name: 'undici', version: '7.0.0', license: 'MIT', text: 'TEXT OF UNDICI' },
  ]),
};

/** The runtime in a folder of its own, for the tests of one file. */
export function fakeDist(): Dist {
  const folder = mkdtempSync(join(tmpdir(), 'mcpgw-dist-'));
  for (const [path, text] of Object.entries(modules)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  afterAll(() => rmSync(folder, { recursive: true }));
  return distIn(folder);
}

/** The record of a gateway with keys and the given transports. */
export function fakeGenerated(
  transports: readonly ('http' | 'stdio')[] = [],
  extra: Readonly<Record<string, string>> = {},
): Generated {
  const builder = createBuilder();
  const always = {
    agents: 'agents/keys#keyAgents',
    access: 'access/index#accessStage',
    catalog: 'catalog/index#catalogStage',
    audit: 'telemetry/audit#auditToStdout',
  };
  for (const kind of transports) {
    builder.stage(`servers.${kind}`, { module: `servers/${kind}`, name: `${kind}Backend` });
    builder.capability(kind === 'http' ? 'http' : 'spawn', 'gateway.yaml:1');
  }
  for (const [slot, need] of Object.entries({ ...always, ...extra })) {
    const [module = '', name = ''] = need.split('#');
    builder.stage(slot, { module, name });
  }
  builder.late({ env: 'PAY_KEY', secret: true, optional: false, place: 'gateway.yaml:9' });
  builder.host('pay.internal', 'gateway.yaml:8');
  const at = builder.cel('at');
  const when = builder.fn(
    'small-refunds',
    ['gateway.yaml:3 small-refunds', 'args.amount <= 100'],
    code`(agent, tool, args) => ${at}(args, ${'amount'}) <= 100`,
  );
  return Object.freeze({
    ...builder.finish(code`${{ name: 'acme', when }}`, ['The policy of acme.']),
    policy: {
      name: 'acme',
      hash: 'ab'.repeat(32),
      compiler: '0.1.0',
      sources: [{ path: 'gateway.yaml', sha256: 'cd'.repeat(32) }],
      hosts: [{ kind: 'node' as const, text: 'node>=20.19' }],
      target: null,
    },
  });
}
