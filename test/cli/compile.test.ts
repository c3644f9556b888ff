// From a gateway file to files on disk, in processes of their own.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mcpgw, root } from './spawn.ts';

const fixture = (name: string) => join(root, 'test/fixtures/compile', name);
const outputs = ['gateway.mjs', 'gateway.mjs.licences.txt', 'gateway.mjs.manifest.json', 'gateway.mjs.map'];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpgw-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with a copy of a fixture's sources. */
function project(name: string, from: string): string {
  const path = join(folder, name);
  cpSync(fixture(from), path, { recursive: true, filter: (file) => !/\.(golden|json|txt)$/.test(file) });
  return path;
}

describe('compile', () => {
  test('writes four files, says so, and the bundle runs', () => {
    const cwd = project('good', 'smallest');
    const { status, out, err } = mcpgw(['compile', '-o', 'out/gateway.mjs'], { cwd });
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^out\/gateway\.mjs: \d+ KiB for node>=20\.19, policy [0-9a-f]{12}\n$/);
    expect(readdirSync(join(cwd, 'out')).sort()).toEqual(outputs);
    const version = execFileSync(process.execPath, [join(cwd, 'out/gateway.mjs'), '--version'], {
      encoding: 'utf8',
    });
    const manifest = JSON.parse(readFileSync(join(cwd, 'out/gateway.mjs.manifest.json'), 'utf8')) as {
      policy: string;
    };
    expect(version).toContain(manifest.policy);
  });

  test('--check compares with the files on disk and writes nothing', () => {
    const cwd = project('check', 'smallest');
    expect(mcpgw(['compile', '--check'], { cwd })).toMatchObject({
      status: 1,
      err: expect.stringContaining('gateway.mjs is missing or differs'),
    });
    expect(readdirSync(cwd)).toEqual(['gateway.yaml']);
    expect(mcpgw(['compile'], { cwd }).status).toBe(0);
    expect(mcpgw(['compile', '--check'], { cwd })).toMatchObject({ status: 0, err: '' });
    writeFileSync(join(cwd, 'gateway.mjs'), 'other');
    const { status, err } = mcpgw(['compile', '--check'], { cwd });
    expect(status).toBe(1);
    expect(err).toContain('The same command without --check writes it anew.\n');
    expect(readFileSync(join(cwd, 'gateway.mjs'), 'utf8')).toBe('other');
  });

  test('a wrong config writes nothing and touches nothing', () => {
    const cwd = project('wrong', 'smallest');
    expect(mcpgw(['compile'], { cwd }).status).toBe(0);
    const before = readFileSync(join(cwd, 'gateway.mjs'), 'utf8');
    writeFileSync(
      join(cwd, 'gateway.yaml'),
      readFileSync(join(cwd, 'gateway.yaml'), 'utf8').replace('allow:', 'alow:'),
    );
    const { status, out } = mcpgw(['compile'], { cwd });
    expect(status).toBe(1);
    expect(out).toContain('gateway.yaml:11:');
    expect(out).toContain('allow');
    expect(readFileSync(join(cwd, 'gateway.mjs'), 'utf8')).toBe(before);
    expect(readdirSync(cwd).sort()).toEqual([...outputs, 'gateway.yaml'].sort());
  });

  test('flags of a program are not for a Worker', () => {
    const cwd = project('flags', 'smallest');
    const text = readFileSync(join(cwd, 'gateway.yaml'), 'utf8');
    writeFileSync(
      join(cwd, 'gateway.yaml'),
      text.replace(/^hosts:.*$/m, 'listen: { hosts: [mcp.example.com] }'),
    );
    const { status, err } = mcpgw(['compile', '--target', 'workers', '--workers'], { cwd });
    expect(status).toBe(2);
    expect(err).toContain('--workers is for a bundle that is a program; a Worker is called by its host.');
    expect(readdirSync(cwd)).toEqual(['gateway.yaml']);
  });

  test('a folder in the way is a sentence, and no file is changed', () => {
    const cwd = project('way', 'smallest');
    mkdirSync(join(cwd, 'gateway.mjs.map'));
    const { status, err } = mcpgw(['compile'], { cwd });
    expect({ status, err }).toEqual({
      status: 2,
      err: 'mcpgw: gateway.mjs.map cannot be written: it is a folder. No file was changed.\n',
    });
    expect(readdirSync(cwd).sort()).toEqual(['gateway.mjs.map', 'gateway.yaml']);
  });
});

describe('check', () => {
  test('is clean, or counts what is wrong', () => {
    const cwd = project('checked', 'typical');
    expect(mcpgw(['check'], { cwd })).toMatchObject({ status: 0, err: '' });
    const text = readFileSync(join(cwd, 'gateway.yaml'), 'utf8');
    writeFileSync(
      join(cwd, 'gateway.yaml'),
      text
        .replace('to: { team: support,', 'to: { team: suport,')
        .replace('args.limit > 1000', 'args.limit >'),
    );
    const human = mcpgw(['check'], { cwd });
    expect(human.status).toBe(1);
    expect(human.out).toContain('suport');
    const json = mcpgw(['check', '--format', 'json'], { cwd });
    expect(json.status).toBe(1);
    const { findings } = JSON.parse(json.out) as { findings: { place: { line: number } }[] };
    expect(findings.length).toBeGreaterThanOrEqual(2);
    expect(findings.map(({ place }) => place.line)).toEqual(
      findings.map(({ place }) => place.line).sort((a, b) => a - b),
    );
  });

  test('what cannot be read is not a finding of the policy', () => {
    const { status, out } = mcpgw(['check', 'nowhere.yaml'], { cwd: folder });
    expect(status).toBe(2);
    expect(out).toContain('nowhere.yaml');
  });

  test('a reader that leaves early is no failure', () => {
    const cwd = project('pipe', 'smallest');
    writeFileSync(
      join(cwd, 'gateway.yaml'),
      `version: 1\nname: x\n${Array.from({ length: 3000 }, (_, i) => `unknown${i}: 1`).join('\n')}\n`,
    );
    const main = join(root, 'dist/program/main.js');
    const { stdout, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${main}" check | head -n 1`], {
      cwd,
      encoding: 'utf8',
    });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
  });
});

test('the same bytes from two folders and two installations', () => {
  const installs = ['one/node_modules/mcpgw', 'two/deeper/lib/mcpgw'].map((name) => join(folder, name));
  for (const install of installs) {
    mkdirSync(install, { recursive: true });
    for (const file of ['dist', 'package.json'])
      cpSync(join(root, file), join(install, file), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(install, 'node_modules'));
  }
  const linked = join(folder, 'linked');
  symlinkSync(installs[1] ?? '', linked);
  // What lies around a project or an installation must not reach the bundle.
  writeFileSync(
    join(folder, 'tsconfig.json'),
    '{ "compilerOptions": { "target": "ES5", "paths": { "*": ["./x/*"] } } }',
  );
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs", "sideEffects": true }');
  const made = [...installs, linked, root].map((install, i) => {
    const cwd = project(`same/${i}${'/x'.repeat(i)}`, 'typical');
    expect(mcpgw(['compile', '--minify'], { cwd, install })).toMatchObject({ status: 0 });
    return outputs.map((file) => readFileSync(join(cwd, file), 'utf8'));
  });
  for (const one of made) expect(one).toEqual(made[0]);
  for (const text of made[0] ?? []) {
    for (const place of [folder, root]) expect(text).not.toContain(place);
  }
}, 60_000);
