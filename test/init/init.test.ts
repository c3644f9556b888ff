// `init` from the files that clients really keep: the result checks clean, its tests pass, and no secret is in it.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../compiler/cli/run.ts';
import { check, runTests } from '../../compiler/index.ts';
import { format } from '../../compiler/source/format/index.ts';
import { expectGolden } from '../golden.ts';

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'mcpgw-init-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs the program in this process. */
async function mcpgw(...argv: string[]) {
  const said = { out: '', err: '' };
  const status = await run(argv, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    colour: false,
  });
  return { status, ...said };
}

function folderOf(name: string): string {
  const folder = join(home, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');

/** What differs from run to run or machine to machine, by name. */
const settled = (text: string): string =>
  text
    .replaceAll(home, '<home>')
    .replace(/sha256:[0-9a-f]{64}/g, 'sha256:<hash>')
    .replace(/mcpgw_me_[\w-]{43}/g, 'mcpgw_me_<key>');

async function expectSound(folder: string): Promise<void> {
  expect(check(join(folder, 'gateway.yaml')).findings).toEqual([]);
  for (const name of ['gateway.yaml', 'tests.yaml']) {
    const text = read(folder, name);
    expect(format(text)).toEqual({ text });
  }
  const report = await runTests([join(folder, 'tests.yaml')]);
  expect(report).toMatchObject({ ok: true });
  expect(report.cases).toBeGreaterThan(0);
}

const clients = join(import.meta.dirname, 'clients');

describe.each(readdirSync(clients))('from %s', (file) => {
  it('takes what is there, checks clean, passes its tests, and holds no secret', async () => {
    const name = file.replace('.json', '');
    const folder = folderOf(name);
    const { status, out, err } = await mcpgw('init', folder, '--from', join(clients, file));
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const texts = [out, read(folder, 'gateway.yaml'), read(folder, 'tests.yaml')];
    for (const text of texts) expect(text).not.toMatch(/CANARY|Nj9/);
    expectGolden(join(import.meta.dirname, 'golden', `${name}.txt`), settled(texts.join('\n════════\n')));
    await expectSound(folder);
  }, 60_000);
});

describe('a new gateway', () => {
  it('is named by its folder, checks clean and passes its tests', async () => {
    const folder = folderOf('My Gateway');
    const { status, out } = await mcpgw('init', folder);
    expect(status).toBe(0);
    expect(read(folder, 'gateway.yaml')).toContain('\nname: my-gateway\n');
    expect(out).toMatch(/mcpgw_me_[\w-]{43}\n/);
    expect(out).toContain(`cd '${folder}' && mcpgw test`);
    expect(readdirSync(folder).sort()).toEqual(['.gitignore', 'gateway.yaml', 'tests.yaml']);
    await expectSound(folder);
  }, 60_000);

  it('takes the name that is given', async () => {
    const folder = folderOf('named');
    await mcpgw('init', folder, '--name', 'acme');
    expect(read(folder, 'gateway.yaml')).toContain('\nname: acme\n');
  });
});

describe('what is there already', () => {
  it('is not overwritten without --force', async () => {
    const folder = folderOf('there');
    writeFileSync(join(folder, 'tests.yaml'), 'mine');
    const refused = await mcpgw('init', folder);
    expect(refused).toEqual({
      status: 2,
      out: '',
      err: `mcpgw: ${join(folder, 'tests.yaml')} is there already. --force overwrites.\n`,
    });
    expect(readdirSync(folder)).toEqual(['tests.yaml']);
    expect(read(folder, 'tests.yaml')).toBe('mine');
    expect((await mcpgw('init', folder, '--force')).status).toBe(0);
    expect(read(folder, 'tests.yaml')).not.toBe('mine');
  });

  it('keeps its lines of .gitignore, and gets those it lacks once', async () => {
    const folder = folderOf('ignore');
    writeFileSync(join(folder, '.gitignore'), 'dist\n.env');
    await mcpgw('init', folder);
    expect(read(folder, '.gitignore')).toBe('dist\n.env\nnode_modules/\n');
    await mcpgw('init', folder, '--force');
    expect(read(folder, '.gitignore')).toBe('dist\n.env\nnode_modules/\n');
  });
});

describe('a file that cannot be taken over', () => {
  it.each([
    ['{ "mcpServers": { "a": { "command": "x" }', 'mcp.json:'],
    ['{ "mcpServers": { "a": { "command": "x", "command": "y" } } }', 'mcp.json:1:42'],
    ['{ "tools": [] }', 'There is no `mcpServers` and no `servers` here.'],
    ['[]', 'There is no `mcpServers` and no `servers` here.'],
    ['', 'The file is empty.'],
    ['{ "servers": {} }', 'There is no server here to take over.'],
    ['{ "servers": { "a": { "command": "x", "disabled": true } } }', 'a: left out: it is disabled there.'],
  ])('%j is told, and nothing is written', async (text, told) => {
    const folder = folderOf('bad');
    const from = join(home, 'mcp.json');
    writeFileSync(from, text);
    const { status, out, err } = await mcpgw('init', folder, '--from', from);
    expect({ status, err }).toEqual({ status: 1, err: 'mcpgw: Nothing was written.\n' });
    expect(out).toContain(told);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is named when it is not there', async () => {
    expect(await mcpgw('init', folderOf('none'), '--from', join(home, 'nowhere.json'))).toEqual({
      status: 2,
      out: '',
      err: `mcpgw: ${join(home, 'nowhere.json')} cannot be read: no such file or folder.\n`,
    });
  });
});
