// The command line itself: help, versions, wrong usage with the nearest word, and a status for each.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../compiler/cli/run.ts';

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

describe('help', () => {
  test('of the program names every command', async () => {
    const { status, out, err } = await mcpgw('--help');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    for (const command of ['init', 'check', 'compile', 'test', 'key', 'recipe', 'completion'])
      expect(out).toContain(`  ${command} `);
  });

  test('of a command names its flags', async () => {
    const { status, out } = await mcpgw('compile', '--help');
    expect(status).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "Usage: mcpgw compile [FLAGS] [FILE]

      Compile a gateway file to one JavaScript file.
      Writes the bundle, its source map, its licences and its manifest: all four, or none if there are errors.
      FILE is gateway.yaml unless given.

      Flags:
        -o, --output OUT        The file to write, ending in .mjs: gateway.mjs unless given.
        --with OVERLAY          A file with what one environment has of its own; may be repeated, a later one wins.
        --target HOST           The one host it is for, of \`hosts\`: node, deno, bun or workers.
        --minify                Make the bundle as small as can be.
        --watch-bundle          Let the bundle take --watch-bundle: a new file while it serves.
        --workers               Let the bundle take --workers N: it serves by several processes.
        --check                 Write nothing; fail if the files on disk are not what would be written.
        --format FORMAT[=FILE]  How findings are printed: human (default), plain, json, sarif, junit or github; may be repeated, =FILE writes there.
        --deny-warnings         Treat warnings as errors.
        -h, --help              Show this help.

      Examples:
        mcpgw compile                                          gateway.yaml to gateway.mjs
        mcpgw compile --with env/prod.yaml -o out/gateway.mjs  for production
        mcpgw compile --target workers                         for a Worker: the file is what it runs
        mcpgw compile --workers --watch-bundle                 for node gateway.mjs --workers auto --watch-bundle
        mcpgw compile --check                                  is gateway.mjs what the sources give?
      "
    `);
  });

  test('without a command it is wrong usage', async () => {
    const { status, out, err } = await mcpgw();
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('Usage: mcpgw COMMAND');
  });
});

test('--version names the version of the package', async () => {
  expect(await mcpgw('--version')).toEqual({
    status: 0,
    out: expect.stringMatching(/^mcpgw \d+\.\d+\.\d+\n$/),
    err: '',
  });
});

describe('wrong usage', () => {
  test.each([
    [['chekc'], 'There is no command "chekc". Did you mean check?'],
    [['--versoin'], 'There is no flag "--versoin". Did you mean --version?'],
    [['compile', '--minfy'], 'compile has no flag --minfy. Did you mean --minify?'],
    [
      ['check', '--format', 'jsn'],
      '--format is human or plain or json or sarif or junit or github, not "jsn". Did you mean json?',
    ],
    [['check', '--format'], '--format needs a value: --format FORMAT[=FILE].'],
    [['check', '--format='], '--format needs a value: --format FORMAT[=FILE].'],
    [['compile', '--minify=yes'], '--minify takes no value.'],
    [['compile', '--minify', '--minify'], '--minify is given twice.'],
    [
      ['compile', '-o', 'gateway.yaml'],
      '--output names the JavaScript file to write, which ends in .mjs, not "gateway.yaml".',
    ],
    [
      ['compile', '-o', 'dist/.mjs'],
      '--output names the JavaScript file to write, which ends in .mjs, not "dist/.mjs".',
    ],
    [['check', 'a.yaml', 'b.yaml'], 'check takes [FILE], and "b.yaml" is one too many.'],
    [['check', '-x'], 'check has no flag -x.'],
    [['key'], 'key needs the name of an agent: mcpgw key NAME.'],
    [['check', '--with'], '--with needs a value: --with OVERLAY.'],
    [['init', '--frm', 'x'], 'init has no flag --frm. Did you mean --from?'],
    [['init', '--name', 'My Gateway'], '--name is 1 to 64 of a–z, 0–9 and -, not "My Gateway".'],
    [
      ['recipe'],
      'recipe needs the name of one: github-action, gitlab-ci, pre-commit, dockerfile, kubernetes, systemd, wrangler.',
    ],
    [['recipe', 'kubernets'], 'There is no recipe "kubernets". Did you mean kubernetes?'],
    [
      ['recipe', 'helm'],
      'There is no recipe "helm". There are github-action, gitlab-ci, pre-commit, dockerfile, kubernetes, systemd, wrangler.',
    ],
    [['completion'], 'completion needs the name of a shell: bash, zsh, fish.'],
    [
      ['completion', 'fihs'],
      'There is no completion for "fihs", only for bash, zsh, fish. Did you mean fish?',
    ],
    [
      ['key', 'Support Bot'],
      '"Support Bot" is no name of an agent: it begins with a letter or digit and has letters, digits and . _ @ : / -, 128 at most.',
    ],
  ])('%j', async (argv, message) => {
    expect(await mcpgw(...argv)).toEqual({
      status: 2,
      out: '',
      err: `mcpgw: ${message}\nSee mcpgw ${/^There is no (command|flag)/.test(message) ? '' : `${argv[0]} `}--help.\n`,
    });
  });
});

describe('what is wrong with a file in another folder', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcpgw-places-'));
    writeFileSync(join(folder, 'gateway.yaml'), 'version: 1\nnmae: acme\n');
    writeFileSync(join(folder, 'latin.yaml'), Buffer.from('version: 1\nname: caf\u00e9\n', 'latin1'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const here = (name: string) => join(relative('', folder), name);

  test.each([
    ['human', (file: string) => `${file}:2:1 error schema/unknown-key\n`],
    ['plain', (file: string) => `Error schema/unknown-key in ${file}, line 2, column 1: `],
    ['json', (file: string) => `"file": ${JSON.stringify(file)},\n        "line": 2,`],
  ])('is named from this one: %s', async (form, place) => {
    const { out } = await mcpgw('check', here('gateway.yaml'), '--format', form);
    expect(out).toContain(place(here('gateway.yaml')));
  });

  test('is named as it was typed, where it cannot be read', async () => {
    expect((await mcpgw('check', join(folder, 'none.yaml'))).out).toContain(
      `${folder}/none.yaml cannot be read: it does not exist.\n\n  help: Name the gateway file; \`mcpgw init\` writes one`,
    );
    expect((await mcpgw('check', here('latin.yaml'))).out).toContain(
      `${here('latin.yaml')} is not UTF-8 in line 2.\n`,
    );
  });

  test('also the gateway of a test file', async () => {
    writeFileSync(
      here('lost.yaml'),
      '{ suite: lost, gateway: none.yaml, tests: [{ name: t, list: { as: ann }, exactly: [] }] }',
    );
    const { status, out } = await mcpgw('test', here('lost.yaml'));
    expect([status, out.includes('none.yaml cannot be read')]).toEqual([2, true]);
  });
});
