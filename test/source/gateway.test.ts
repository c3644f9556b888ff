// The gateway file and its includes: found, kept within their folder, merged, and every mistake told at once.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPositions } from '../../compiler/diagnostics/position.ts';
import { createFinder } from '../../compiler/source/find.ts';
import { type Loaded, readDocument, readGateway } from '../../compiler/source/gateway.ts';
import { type Files, memoryIo } from './memory.ts';

const load = (files: Files, links?: Readonly<Record<string, string>>): Loaded =>
  readGateway('/home/gateway.yaml', memoryIo(files, links));

/** `rule place: message`, in the order they were found. */
function told({ findings, files }: Loaded): readonly string[] {
  const positions = createPositions(files);
  return findings.map(
    ({ rule, range, message }) => `${rule} ${range === null ? '-' : positions.place(range)}: ${message}`,
  );
}

describe('includes', () => {
  it('merges maps and lists in sorted order, each value with its own file', () => {
    const loaded = load({
      'gateway.yaml': 'name: a\ninclude: [policies/*.yaml]\nagents: { a: {} }\naccess: [{ name: one }]\n',
      'policies/b.yaml': 'access: [{ name: three }]\nlimits: [{ name: l }]\n',
      'policies/a.yaml': 'agents:\n  b: {}\naccess:\n  - name: two\n',
      'policies/.hidden.yaml': 'agents: [',
      'policies/deep/c.yaml': 'agents: [',
    });
    expect(told(loaded)).toEqual([]);
    expect(loaded.value).toEqual({
      name: 'a',
      include: ['policies/*.yaml'],
      agents: { a: {}, b: {} },
      access: [{ name: 'one' }, { name: 'two' }, { name: 'three' }],
      limits: [{ name: 'l' }],
    });
    const find = createFinder(loaded.root as NonNullable<typeof loaded.root>);
    const { place } = createPositions(loaded.files);
    expect(place(find.range(['access', 1, 'name']))).toBe('policies/a.yaml:4');
    expect(place(find.keyRange(['agents', 'b']))).toBe('policies/a.yaml:2');
    expect(place(find.keyRange(['limits']))).toBe('policies/b.yaml:2');
    expect(place(find.range(['access', 9, 'when']))).toBe('gateway.yaml:4');
    expect(loaded.files.map(({ path }) => path)).toEqual([
      'gateway.yaml',
      'policies/a.yaml',
      'policies/b.yaml',
    ]);
    expect(loaded.files[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps what an entry may speak of, for each of its files', () => {
    const { includes, findings } = load({
      'gateway.yaml': 'include:\n  - { path: "t/**/*.yaml", tools: [pay__*] }\n  - ./b.yaml\n',
      't/x.yaml': 'access: []\n',
      't/u/v/y.yaml': 'access: []\n',
      'b.yaml': 'access: []\n',
    });
    expect(findings).toEqual([]);
    expect(includes.map(({ file, path, tools }) => [file, path, tools])).toEqual([
      ['t/u/v/y.yaml', 't/**/*.yaml', ['pay__*']],
      ['t/x.yaml', 't/**/*.yaml', ['pay__*']],
      ['b.yaml', './b.yaml', null],
    ]);
  });

  it('allows nothing where `tools` has a wrong shape', () => {
    const { includes } = load({
      'gateway.yaml': 'include: [{ path: b.yaml, tools: "*" }]\n',
      'b.yaml': 'access: []\n',
    });
    expect(includes.map(({ tools }) => tools)).toEqual([[]]);
  });

  it('refuses paths that leave the folder, do not exist, lead back or come twice', () => {
    const entries = [
      '../up.yaml',
      '/etc/passwd',
      'C:/x.yaml',
      'a\\b.yaml',
      'none.yaml',
      'none/*.yaml',
      '*.yml',
      'a//b.yaml',
    ].concat(['gateway.yaml', 'b.yaml', './b.yaml', 'link.yaml', 'self.yaml', 'x**.yaml']);
    const files = { 'b.yaml': 'access: []\n', 'link.yaml': '', 'self.yaml': '' };
    const loaded = load(
      { 'gateway.yaml': `include:\n${entries.map((entry) => `  - '${entry}'\n`).join('')}`, ...files },
      { 'link.yaml': '/homework/secret.yaml', 'self.yaml': '/home/gateway.yaml' },
    );
    expect(told(loaded)).toEqual([
      'source/include-path gateway.yaml:2: An included file may not leave this folder.',
      'source/include-path gateway.yaml:3: An included file is named from this folder.',
      'source/include-path gateway.yaml:4: An included file is named from this folder.',
      'source/include-path gateway.yaml:5: A path is written with `/`, not with `\\`.',
      'source/unreadable gateway.yaml:6: none.yaml cannot be read: it does not exist.',
      'source/include-nothing gateway.yaml:7: The pattern “none/*.yaml” matches no file.',
      'source/include-nothing gateway.yaml:8: The pattern “*.yml” matches no file.',
      'source/include-path gateway.yaml:9: This is not a path or pattern of files.',
      'source/include-cycle gateway.yaml:10: gateway.yaml includes itself.',
      'source/included-twice gateway.yaml:12: b.yaml is included twice.',
      'source/include-path gateway.yaml:13: link.yaml is a link that leaves this folder.',
      'source/include-cycle gateway.yaml:14: self.yaml leads back to gateway.yaml.',
      'source/include-path gateway.yaml:15: This is not a path or pattern of files.',
    ]);
    expect(loaded.includes.map(({ file }) => file)).toEqual(['b.yaml']);
  });

  it('tells all that is wrong in all files', () => {
    const loaded = load({
      'gateway.yaml':
        'include: [a.yaml, b.yaml, c.yaml, d.yaml, e.yaml, f.yaml]\nagents: { x: {} }\nservers: 1\n',
      'a.yaml': 'agents: { x: {}, y: {} }\nname: b\nacess: []\nlimits: {}\nissuers: []\n',
      'b.yaml': 'agents: { y: {} }\nservers: { s: {} }\nwhatever: 1\n',
      'c.yaml': new Uint8Array([0x61, 0xff]),
      'd.yaml': `#${'x'.repeat(1024 * 1024)}`,
      'e.yaml': 'access: [',
      'f.yaml': '- a\n',
    });
    expect(told(loaded)).toEqual([
      'source/unreadable gateway.yaml:1: c.yaml is not UTF-8 in line 1.',
      'source/unreadable gateway.yaml:1: d.yaml is larger than 1 MiB.',
      expect.stringMatching(/^source\/syntax e.yaml:1: /),
      'source/not-a-map f.yaml:1: The file must hold keys with values.',
      'source/include-key a.yaml:2: `name` stands only in the gateway file.',
      'source/include-key a.yaml:3: An included file has no `acess`.',
      'source/include-shape a.yaml:4: `limits` must be a list.',
      'source/include-key a.yaml:5: `issuers` stands only in the gateway file.',
      'source/include-key b.yaml:3: An included file has no `whatever`.',
      'source/duplicate-key a.yaml:1: “x” is defined in two files.',
      'source/duplicate-key b.yaml:1: “y” is defined in two files.',
    ]);
    expect(loaded.value).toMatchObject({ agents: { x: {}, y: {} }, servers: 1 });
  });
});

describe('the named file', () => {
  it('is told to be missing, a folder, not UTF-8, or no map', () => {
    expect(told(load({}))).toEqual([
      'source/unreadable -: /home/gateway.yaml cannot be read: it does not exist.',
    ]);
    expect(told(load({ 'gateway.yaml': new Uint8Array([0xc3]) }))).toEqual([
      'source/unreadable -: /home/gateway.yaml is not UTF-8 in line 1.',
    ]);
    expect(told(load({ 'gateway.yaml': 'just text\n' }))).toEqual([
      'source/not-a-map gateway.yaml:1: The file must hold keys with values.',
    ]);
    expect(told(readGateway(tmpdir()))[0]).toMatch(/cannot be read: it is a folder\.$/);
  });

  it('is read alone as a document', () => {
    const loaded = readDocument('/home/tests.yaml', memoryIo({ 'tests.yaml': 'suite: a\ninclude: [b]\n' }));
    expect([loaded.findings, loaded.value]).toEqual([[], { suite: 'a', include: ['b'] }]);
  });
});

it('follows no link out of the folder on a real disk', () => {
  const home = mkdtempSync(join(tmpdir(), 'mcpgw-source-'));
  try {
    mkdirSync(join(home, 'in', 'real'), { recursive: true });
    writeFileSync(join(home, 'secret.yaml'), 'access: []\n');
    writeFileSync(join(home, 'in', 'real', 'a.yaml'), 'access: []\n');
    symlinkSync(join(home, 'secret.yaml'), join(home, 'in', 'leak.yaml'));
    symlinkSync(home, join(home, 'in', 'up'));
    symlinkSync('loop.yaml', join(home, 'in', 'loop.yaml'));
    writeFileSync(
      join(home, 'in', 'gateway.yaml'),
      'include: ["leak.yaml", "up/secret.yaml", "*/*.yaml", loop.yaml, real]\n',
    );
    const loaded = readGateway(join(home, 'in', 'gateway.yaml'));
    expect(told(loaded)).toEqual([
      'source/unreadable gateway.yaml:1: real cannot be read: it is a folder.',
      'source/include-path gateway.yaml:1: leak.yaml is a link that leaves this folder.',
      'source/include-path gateway.yaml:1: up/secret.yaml is a link that leaves this folder.',
      'source/unreadable gateway.yaml:1: loop.yaml cannot be read: its links lead in a circle.',
    ]);
    expect(loaded.files.map(({ path }) => path)).toEqual(['gateway.yaml', 'real/a.yaml']);
  } finally {
    rmSync(home, { recursive: true });
  }
});
