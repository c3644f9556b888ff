// The parts of `init`: what counts as a secret, references, printing, and commands that a real shell runs.
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChild } from '../../compiler/init/child.ts';
import { safeName } from '../../compiler/init/index.ts';
import { parseJsonc } from '../../compiler/init/jsonc.ts';
import { pieces } from '../../compiler/init/template.ts';
import { createVariables } from '../../compiler/init/variables.ts';
import { parseYaml } from '../../compiler/source/document.ts';
import { plainValue } from '../../compiler/source/plain.ts';
import { list, map, remark, scalar } from '../../compiler/source/print.ts';
import { isSecretName, isSecretText } from '../../compiler/source/secrets.ts';
import { runs } from '../runs.ts';

function yaml(text: string): unknown {
  const { root, findings } = parseYaml({ path: 'x.yaml', text });
  expect(findings, text).toEqual([]);
  return root === null ? undefined : plainValue(root);
}

describe('printing', () => {
  const texts = fc.oneof(
    // The language refuses control characters, however they are written.
    fc
      .string({ unit: 'binary', maxLength: 40 })
      .filter((text) => !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text)),
    fc.string({ unit: fc.constantFrom(...'ab1-.:/#,[]{}\'"\\ &*!|>%@`~?=\n\t\u202e\u00a0'), maxLength: 12 }),
    fc.constantFrom(
      'true',
      'no',
      'null',
      '~',
      '-',
      '---',
      '...',
      '.5',
      '1',
      '0x1',
      '-1',
      '1:2',
      'a:',
      '.inf',
      'n',
    ),
  );

  it('gives text back as it was, alone, in lists and in maps', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(
          yaml(`a: ${scalar(a)}\nb: ${list([a, b])}\nc: ${map({ x: scalar(a), [`k${b}`]: scalar(b) })}\n`),
        ).toEqual({
          a,
          b: [a, b],
          c: { x: a, [`k${b}`]: b },
        });
      }),
      { numRuns: runs(200) },
    );
  });

  it('leaves words, flags, packages and addresses without quotes', () => {
    expect(list(['npx', '-y', '--stdio', '@a/b', './data', 'https://a.example/mcp', '-1'])).toBe(
      '[npx, -y, --stdio, "@a/b", ./data, https://a.example/mcp, "-1"]',
    );
  });

  it('keeps a remark on its line', () => {
    expect(remark('a\nb\u202ec: ü')).toBe('a?b?c: ü');
  });
});

describe('JSON with comments', () => {
  it('is what JSON is, without the comments', () => {
    const text =
      '\ufeff{\t// one\n\t"a": [1, "// no", "/* no */", "\\"//"], /* two\n lines */ "b": null,\n}\n';
    expect(parseJsonc({ path: 'm.json', text })).toEqual({
      value: { a: [1, '// no', '/* no */', '"//'], b: null },
      findings: [],
    });
  });

  it('reads all JSON as JSON.parse does', () => {
    const keys = fc.string({ maxLength: 8 }).filter((key) => key !== '__proto__');
    const values = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(keys, tie('any'), { maxKeys: 3 }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(keys, values, { minKeys: 1, maxKeys: 3 }), (value) => {
        for (const indent of [undefined, 2, '\t']) {
          const text = JSON.stringify(value, null, indent).replace(
            /[\u007f-\uffff]/g,
            (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
          );
          expect(parseJsonc({ path: 'm.json', text })).toEqual({ value: JSON.parse(text), findings: [] });
        }
      }),
      { numRuns: runs(80) },
    );
  });
});

describe('secrets', () => {
  it.each([
    ['GITHUB_TOKEN', true],
    ['apiKey', true],
    ['--api-key', true],
    ['DB_PASSWORD', true],
    ['MY_PAT', true],
    ['DATABASE_URL', true],
    ['LOG_LEVEL', false],
    ['PATH', false],
    ['REGION', false],
  ])('by the name %s: %s', (name, secret) => {
    expect(isSecretName(name)).toBe(secret);
  });

  it.each([
    ['ghp_x', true],
    ['sk-proj-1', true],
    ['eyJhbGciOi', true],
    ['postgres://a:b@c/d', true],
    ['9f86d081884c7d659a2feaa0c55ad015', true],
    ['Zx81Qw3rTy77uIoP99aSdF', true],
    ['https://x.example/mcp?api_key=1', true],
    ['@modelcontextprotocol/server-filesystem', false],
    ['@scope/Package-name@2025.11.20', false],
    ['./some/Folder/with/2025/12/files', false],
    ['https://api.example/v2/mcp', false],
    ['mcp-server-of-the-year-2025', false],
    ['postgres://localhost/shop', false],
    ['info', false],
  ])('by the text %s: %s', (text, secret) => {
    expect(isSecretText(text)).toBe(secret);
  });
});

it('reads references as clients write them', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what clients write.
  expect(pieces('a ${input:gh-token} b ${env:X} ${Y:-z:w} ${workspaceFolder}/d ${userHome}')).toEqual([
    'a ',
    { env: 'GH_TOKEN', input: 'gh-token' },
    ' b ',
    { env: 'X' },
    ' ',
    { env: 'Y', default: 'z:w' },
    ' ./d ',
    { env: 'HOME' },
  ]);
  expect(pieces('$TOKEN')).toEqual([{ env: 'TOKEN' }]);
  expect(pieces('costs $5')).toEqual(['costs $5']);
  expect(pieces('')).toEqual([]);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what clients write.
  expect(pieces('${}')).toEqual([{ env: 'MCP' }]);
});

it('gives two secrets two variables, and one secret one', () => {
  const variables = createVariables([]);
  expect(variables.hide('one', ['api key'], 'a')).toBe('API_KEY');
  expect(variables.hide('one', ['api key'], 'b')).toBe('API_KEY');
  expect(variables.hide('two', ['api key', 'crm api key'], 'c')).toBe('CRM_API_KEY');
  expect(variables.hide('three', ['api key', 'crm api key'], 'd')).toBe('CRM_API_KEY_2');
  expect(variables.all().map(({ name, use }) => [name, use])).toEqual([
    ['API_KEY', 'a'],
    ['CRM_API_KEY', 'c'],
    ['CRM_API_KEY_2', 'd'],
  ]);
});

it('gives every server a name of the language, and no two the same', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { maxLength: 8 }), (texts) => {
      const names = new Set<string>();
      for (const text of texts) names.add(safeName(text, names));
      expect(names.size).toBe(texts.length);
      for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{0,63}$/);
    }),
  );
});

describe('a secret among the arguments', () => {
  /** What the command is really started with, where each variable holds what stood in the client's file. */
  function started(args: readonly string[], cwd?: string) {
    const script =
      'process.stdout.write(JSON.stringify({ args: process.argv.slice(1), cwd: process.cwd() }))';
    const variables = createVariables([]);
    const given = { args: ['-e', script, '--', ...args], ...(cwd === undefined ? {} : { cwd }) };
    const { command, env } = readChild(process.execPath, given, 'srv', variables);
    expect(command[0]).toBe('sh');
    expect(command.join(' ')).not.toContain('CANARY');
    const values = Object.fromEntries(env.map(([name]) => [name, 'CANARY']));
    const { stdout, stderr } = spawnSync(command[0] ?? '', command.slice(1), {
      env: { PATH: process.env.PATH ?? '', HOME: '/home/ann', ...values },
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as { args: string[]; cwd: string };
  }

  it('reaches the program, and every other argument as it is', () => {
    const odd = fc.string({ unit: fc.constantFrom(...'ab \'"\\$`!*;&|<>(){}[]#~\n\t=%'), maxLength: 10 });
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 4 }), (others) => {
        // A reference is not what is tried here.
        const args = others.map((one) => one.replaceAll('${', '$ {').replace(/^\$/, ' $'));
        expect(started(['--api-key', 'CANARY', ...args]).args).toEqual(['--api-key', 'CANARY', ...args]);
      }),
      { numRuns: 30 },
    );
  });

  it('is taken out of a longer one', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what clients write.
    expect(started(['--token=CANARY', '--header', 'X-Key: CANARY', '${userHome}/x']).args).toEqual([
      '--token=CANARY',
      '--header',
      'X-Key: CANARY',
      '/home/ann/x',
    ]);
  });

  it('goes with a folder of its own', () => {
    expect(started(['--password', 'CANARY'], '/usr/lib').cwd).toBe('/usr/lib');
  });
});
