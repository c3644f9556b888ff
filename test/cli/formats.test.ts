// `--format` several times: each form goes to its file, or to standard output, and what would be mixed is refused.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../compiler/cli/run.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpgw-formats-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Checks an example, which is clean. */
const check = (...formats: readonly string[]) => checked('examples/quickstart/gateway.yaml', ...formats);

async function checked(file: string, ...formats: readonly string[]) {
  const said = { out: '', err: '' };
  const argv = ['check', file, ...formats.flatMap((each) => ['--format', each])];
  const status = await run(argv, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    colour: true,
  });
  return { status, ...said };
}

test('one form to a file, another to standard output', async () => {
  const file = join(folder, 'deep/out.json');
  const { status, out } = await check(`json=${file}`, 'human');
  expect({ status, out }).toEqual({ status: 0, out: 'examples/quickstart/gateway.yaml: no findings.\n' });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ findings: [], errors: 0, warnings: 0 });
});

test('only to a file: nothing is printed', async () => {
  expect(await check(`json=${join(folder, 'a=b.json')}`)).toEqual({ status: 0, out: '', err: '' });
  expect(readFileSync(join(folder, 'a=b.json'), 'utf8')).toContain('"errors": 0');
});

test('findings in every form at once, their files named from where the program runs', async () => {
  const forms = { sarif: '"uri": "', junit: ' file="', github: '::error file=' };
  const files = Object.keys(forms).map((form) => `${form}=${join(folder, form)}`);
  const bad = 'test/fixtures/rules/agents/unknown-team/invalid.yaml';
  const { status, out } = await checked(bad, 'plain', ...files);
  expect(status).toBe(1);
  expect(out).toContain(`Error agents/unknown-team in ${bad}, line `);
  for (const [form, before] of Object.entries(forms)) {
    expect(readFileSync(join(folder, form), 'utf8')).toContain(`${before}${bad}`);
  }
});

describe('wrong usage', () => {
  test.each([
    [
      ['human', 'json'],
      '--format human and --format json would be mixed: write one to a file, as --format json=FILE.',
    ],
    [['json=x', 'human=x'], 'Two formats would be written to x.'],
    [['json='], '--format json= names no file.'],
    [
      ['jsn=x'],
      '--format is human or plain or json or sarif or junit or github, not "jsn". Did you mean json?',
    ],
  ])('%j', async (formats, message) => {
    expect(await check(...formats)).toEqual({
      status: 2,
      out: '',
      err: `mcpgw: ${message}\nSee mcpgw check --help.\n`,
    });
  });

  test('a file that cannot be written', async () => {
    const { status, err } = await check(`json=${folder}`);
    expect({ status, err }).toEqual({
      status: 2,
      err: `mcpgw: ${folder} cannot be written: it is a folder. No file was changed.\n`,
    });
  });
});
