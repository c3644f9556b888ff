// What real gateways consist of: their parts and sizes, and the plan as people read it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Bundled, Part } from '../../compiler/bundle/index.ts';
import { isVendored } from '../../compiler/bundle/parts.ts';
import { compile } from '../../compiler/index.ts';
import { expectGolden } from '../golden.ts';

const fixture = (path: string) => fileURLToPath(new URL(`../fixtures/compile/${path}`, import.meta.url));

async function bundled(name: string, minify: boolean): Promise<Bundled> {
  const { findings, bundle } = await compile(fixture(`${name}/gateway.yaml`), {
    output: 'gateway.mjs',
    minify,
  });
  expect(findings.filter((finding) => finding.severity === 'error')).toEqual([]);
  return bundle as Bundled;
}

/** Sizes in steps of 2 KiB, so that a golden changes only when something of weight does. */
function listed(parts: readonly Part[]): string {
  return parts
    .map(
      ({ name, bytes }) => `${name.padEnd(16)} ${(Math.ceil(bytes / 2048) * 2).toString().padStart(4)} KiB\n`,
    )
    .join('');
}

/** The plan module and the entry, without the runtime between them. */
function readable(code: string): string {
  const modules = code.split(/^(?=\/\/ (?:mcpgw:|runtime\/|vendor\/))/m);
  const wanted = modules.filter((text) => /^\/\/ mcpgw:(plan|entry)\.js/.test(text));
  return [modules[0], ...wanted].join('');
}

describe.each(['smallest', 'typical'])('%s', (name) => {
  test('has these parts', async () => {
    const { manifest } = await bundled(name, true);
    expectGolden(fixture(`${name}/parts.txt`), listed(manifest.parts));
  });

  test('reads like this', async () => {
    const { code } = await bundled(name, false);
    expectGolden(fixture(`${name}/plan.js.golden`), readable(code));
  });

  test('names all it needs', async () => {
    const { manifest } = await bundled(name, false);
    const { environment, files, hosts, capabilities, targets, command } = manifest;
    const needs = { command, targets, capabilities, environment, files, hosts };
    expectGolden(fixture(`${name}/needs.json`), `${JSON.stringify(needs, null, 2)}\n`);
  });
});

/** What the smallest gateway may weigh, in bytes of our own minified code, of a gateway that is one program. It shall shrink to 60 KiB. */
const MOST_OWN_BYTES = 108 * 1024;

test('our own code in the smallest gateway does not grow', async () => {
  const { manifest } = await bundled('smallest', true);
  const own = manifest.parts.filter((part) => !isVendored(part));
  expect(own.reduce((sum, part) => sum + part.bytes, 0)).toBeLessThanOrEqual(MOST_OWN_BYTES);
});

test('what a gateway does not use is not in it', async () => {
  const { manifest } = await bundled('smallest', true);
  expect(manifest.parts.map((part) => part.name)).not.toContain('limits');
  expect(
    manifest.parts
      .flatMap((part) => part.modules)
      .filter((module) => /stdio|spawn|limits|state/.test(module)),
  ).toEqual([]);
});

test('no start pays for what no call reaches', async () => {
  const { code } = await bundled('smallest', false);
  const loaded = [...code.matchAll(/from ["']node:([a-z0-9_/]+)["']/g)].map(([, name]) => name);
  expect(loaded).toContain('http');
  for (const costly of ['http2', 'zlib', 'worker_threads']) expect(loaded).not.toContain(costly);
});

test('the licences are whole', async () => {
  const { files } = await bundled('smallest', true);
  const licences = files.find(({ name }) => name.endsWith('.licences.txt'))?.text ?? '';
  expect(licences).toContain(
    readFileSync(fileURLToPath(new URL('../../LICENSE', import.meta.url)), 'utf8').trim(),
  );
  expect(licences).toMatch(/undici 7\.\d+\.\d+ \(MIT\)/);
  expect(licences).toContain('llhttp');
});
