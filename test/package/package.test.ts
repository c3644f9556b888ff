// The package, packed and installed into an empty folder: what is in it, how fast it starts, and a first gateway with it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { install, type Packed, pack, run } from './installed.ts';
import { pipeline } from './pipeline.ts';

let home = '';
let folder = '';
let packed: Packed;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'mcpgw-package-'));
  folder = join(home, 'project');
  packed = pack(home);
  install(folder, packed.tarball);
}, 300_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

const mcpgw = (...argv: string[]) => run(join(folder, 'node_modules/.bin/mcpgw'), argv, folder);
const main = () => join(folder, 'node_modules/mcpgw/dist/program/main.js');

test('holds built JavaScript, types, schemas and examples, and nothing else', () => {
  const allowed = [
    /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
    /^dist\/(compiler|runtime)\/[\w/.-]+\.(js|mjs|d\.ts|d\.mts)$/,
    /^dist\/program\/([\w-]+\.js|yaml\.LICENSE)$/,
    /^dist\/runtime\/package\.json$/,
    /^dist\/vendor\/[\w.-]+\.(mjs|d\.mts|json)$/,
    /^schemas\/\w+\.schema\.json$/,
    /^examples\/[\w-]+\/([\w-]+\/)*[\w.-]+\.(yaml|md|txt|mjs|env|toml|ndjson|lock\.json)$/,
  ];
  expect(packed.files.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([]);
  // Made by whoever tries an example, not part of it.
  expect(packed.files.filter((path) => /gateway\.mjs|\.tsbuildinfo|(?<!\.d)\.ts$/.test(path))).toEqual([]);
  for (const path of [
    'dist/program/main.js',
    'dist/runtime/package.json',
    'dist/compiler/index.d.ts',
    'schemas/overlay.schema.json',
  ]) {
    expect(packed.files).toContain(path);
  }
});

// What ajv itself installs, for the validators of locked tools.
const ofAjv = 'fast-deep-equal|fast-uri|json-schema-traverse|require-from-string';

test('installs at most what it runs with', () => {
  const lock = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  const names = Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, ''));
  const wanted = new RegExp(`^(mcpgw|yaml|ajv|${ofAjv}|esbuild|@esbuild/.*)$`);
  expect(names.filter((name) => !wanted.test(name))).toEqual([]);
});

test('says its version', () => {
  const { version } = JSON.parse(readFileSync(join(folder, 'node_modules/mcpgw/package.json'), 'utf8')) as {
    version: string;
  };
  expect(mcpgw('--version')).toMatchObject({ status: 0, out: `mcpgw ${version}\n` });
});

// How long it takes is measured by test/bench/help.mjs; here, what it costs beside an empty program of the same moment.
const tellCpu = `data:text/javascript,${encodeURIComponent(
  `process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write(String((user + system) / 1e3)); })`,
)}`;
const cpuOf = (...argv: string[]): { ms: number; out: string } => {
  const { status, out, err } = run(process.execPath, ['--import', tellCpu, ...argv], folder);
  expect(status).toBe(0);
  expect(Number(err)).toBeGreaterThan(0);
  return { ms: Number(err), out };
};

test('gives help for little more than Node itself costs', () => {
  const ratios = Array.from({ length: 5 }, () => {
    const { ms, out } = cpuOf(main(), '--help');
    expect(out.split('\n')[0]).toBe('Usage: mcpgw COMMAND');
    return ms / cpuOf('--input-type=module', '--eval', '0').ms;
  });
  expect(Math.min(...ratios)).toBeLessThan(2);
});

// Before this folder has a gateway of its own.
describe('in a pipeline', () => pipeline(() => folder));

test('begins, checks, tests and compiles a gateway that starts', () => {
  expect(mcpgw('init')).toMatchObject({ status: 0, err: '' });
  expect(mcpgw('check', '--deny-warnings')).toMatchObject({ status: 0, out: 'gateway.yaml: no findings.\n' });
  expect(mcpgw('test')).toMatchObject({ status: 0, err: '' });
  expect(mcpgw('compile')).toMatchObject({ status: 0, err: '' });
  expect(mcpgw('compile', '--check')).toMatchObject({ status: 0, err: '' });
  const version = run(process.execPath, ['gateway.mjs', '--version'], folder);
  expect(version).toMatchObject({ status: 0, out: expect.stringContaining('project\npolicy ') });
  const schema = /\$schema=(\S+)/.exec(readFileSync(join(folder, 'gateway.yaml'), 'utf8'))?.[1] ?? '';
  expect(JSON.parse(readFileSync(join(folder, schema), 'utf8'))).toMatchObject({ title: 'mcpgw gateway' });
}, 300_000);

test('is a library too', () => {
  writeFileSync(
    join(folder, 'use.mjs'),
    `import { check } from 'mcpgw'; console.log(check('nowhere.yaml').findings[0].rule);`,
  );
  expect(run(process.execPath, ['use.mjs'], folder)).toMatchObject({ status: 0, out: 'source/unreadable\n' });
});

test('the examples check clean and pass their tests where they are installed', () => {
  const examples = packed.files.filter((path) => /^examples\/[^/]+\/tests\.yaml$/.test(path));
  expect(examples.length).toBeGreaterThan(0);
  const paths = examples.map((path) => `node_modules/mcpgw/${path}`);
  const tested = mcpgw('test', ...paths);
  expect(tested, tested.out).toMatchObject({ status: 0, err: '' });
  for (const path of paths) expect(tested.out).toContain(path);
}, 300_000);
