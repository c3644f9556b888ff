// What a bundle holds of hosts: what serves where it is to run, and nothing that only others need.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entry } from '../../compiler/bundle/entry.ts';
import { bun } from '../../compiler/bundle/targets/bun.ts';
import { deno } from '../../compiler/bundle/targets/deno.ts';
import { node } from '../../compiler/bundle/targets/node.ts';
import { type Bundled, type CompileOptions, compile } from '../../compiler/index.ts';
import { fakeGenerated } from './fake.ts';

const yaml = `version: 1
name: acme
agents: { bot: { keys: ["sha256:${'1'.repeat(64)}"] } }
servers: { crm: { url: https://crm.internal/mcp } }
access: [{ name: all, allow: "*" }]
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpgw-targets-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function made(options: CompileOptions, text = yaml): Promise<Bundled> {
  const file = join(folder, 'gateway.yaml');
  writeFileSync(file, text);
  const { bundle, findings } = await compile(file, options);
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join());
  return bundle;
}

const modulesOf = ({ manifest }: Bundled): readonly string[] =>
  manifest.parts.flatMap(({ modules }) => modules);
const serveOf = ({ serve }: typeof node): string => `runtime/${serve.module}.js`;

describe.each([node, deno, bun])('for $name alone', (target) => {
  test('it has what serves there, and nothing that only others need', async () => {
    const own = modulesOf(await made({ target: target.name }));
    const all = modulesOf(await made({}));
    expect(own).toContain(serveOf(target));
    expect(all).toEqual(expect.arrayContaining([...own]));
    const others = [node, deno, bun].map(serveOf).filter((module) => module !== serveOf(target));
    for (const module of others) {
      expect(all).toContain(module);
      expect(own).not.toContain(module);
    }
  });
});

test('what serves is asked of the host only where hosts differ', () => {
  const other = { ...deno, serve: { module: 'hosts/other', name: 'serve' } };
  const written = (...targets: (typeof node)[]) => entry(fakeGenerated(), targets).text;
  expect(written(other, bun, node)).toContain(
    'serve: globalThis.Deno !== undefined ? serve$hosts$other : serve$hosts$node$serve',
  );
  expect(written(node)).not.toMatch(/Deno|hosts\/other/);
  expect(written(other)).not.toContain('hosts/node/serve');
});

test('for workers it has no part of a program, and exports what is called', async () => {
  const bundle = await made({ target: 'workers' });
  const modules = modulesOf(bundle);
  expect(modules).toContain('runtime/hosts/workers.js');
  expect(modules.filter((module) => /hosts\/(node|live|deno|bun)|undici|spawn/.test(module))).toEqual([]);
  const imports = [...bundle.code.matchAll(/^import .* from "(.*)";$/gm)].map(([, name]) => name);
  expect(new Set(imports)).toEqual(new Set(['node:crypto']));
  expect(bundle.code).toMatch(/ as default/);
});

describe('what a program can be told', () => {
  const extra = async (flags: CompileOptions['flags'] = []) =>
    modulesOf(await made({ flags })).filter((module) => /hosts\/(live|cluster)/.test(module));

  test('is in the file only where it was compiled with it, and in the command that rebuilds it', async () => {
    expect(await extra()).toEqual([]);
    const live = await extra(['watch-bundle']);
    expect(live).toContain('runtime/hosts/live/watch.js');
    expect(live.join()).not.toContain('cluster');
    expect(await extra(['workers'])).toContain('runtime/hosts/cluster/primary.js');
    const { manifest } = await made({ flags: ['watch-bundle', 'workers'] });
    expect(manifest.command).toBe('mcpgw compile gateway.yaml -o gateway.mjs --watch-bundle --workers');
  });
});

describe('the target', () => {
  test('is named by banner, command, manifest and hash', async () => {
    const [any, one] = [await made({}), await made({ target: 'workers' })];
    expect(one.code).toContain('//! Target: workers\n');
    expect(one.manifest.targets).toEqual(['workers']);
    expect(one.manifest.command).toBe('mcpgw compile gateway.yaml --target workers -o gateway.mjs');
    expect(one.manifest.policy).not.toBe(any.manifest.policy);
    expect(any.manifest.targets).toEqual(['node>=20.19', 'deno', 'bun']);
  });

  test('is every host that runs a program, where the file has others too', async () => {
    const bundle = await made({}, `hosts: [workers, node>=22, bun]\n${yaml}`);
    expect(bundle.manifest.targets).toEqual(['node>=22', 'bun']);
    const handler = await made({}, `hosts: [workers]\n${yaml}`);
    expect(handler.manifest.targets).toEqual(['workers']);
  });

  test('decides what is found, where the file names no hosts', async () => {
    const text = yaml.replace('crm: {', 'files: { command: [x] }, crm: {');
    const file = join(folder, 'stdio.yaml');
    writeFileSync(file, text);
    const rules = async (options: CompileOptions) =>
      (await compile(file, options)).findings
        .filter(({ severity }) => severity === 'error')
        .map(({ rule }) => rule);
    expect(await rules({})).toEqual([]);
    expect(await rules({ target: 'workers' })).toEqual(['servers/cannot-spawn']);
  });
});
