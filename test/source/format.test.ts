// Laying out: what a file means and says stays, once is enough, and what would change is refused.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { format } from '../../compiler/source/format/index.ts';
import { runs } from '../runs.ts';

const laidOut = (text: string): string => {
  const formatted = format(text);
  if ('refused' in formatted) throw new Error(formatted.refused);
  return formatted.text;
};

const messy = `

# top
version:   1
agents:
    # about bot
    bot: {team: support,roles: [ reader , writer ]}   # beside


    ci:
       team: x   \t
servers:
    crm:
        tools: {exclude: [a_*],
           # in flow
             labels: {}}
access:
- name: a
  allow:
  -   x
  when: >-
        a &&
          b

        c
  message: |2
     text
- { name: b, allow: "*" }
-   name: c
    when: "one

      two"
# end
`;

const neat = `# top
version: 1
agents:
  # about bot
  bot: { team: support, roles: [reader, writer] }   # beside

  ci:
    team: x
servers:
  crm:
    tools: { exclude: [a_*],
      # in flow
      labels: {} }
access:
  - name: a
    allow:
      - x
    when: >-
      a &&
        b

      c
    message: |2
       text
  - { name: b, allow: "*" }
  - name: c
    when: "one

      two"
# end
`;

test('where a document begins and ends stays', () => {
  expect(laidOut('---\nversion:   1\n')).toBe('---\nversion: 1\n');
  const whole = '# top\n\n\n%YAML 1.2\n---   # acme\n# own\nversion:   1\naccess:\n- name: a\n...\n';
  const once = '# top\n\n%YAML 1.2\n---   # acme\n# own\nversion: 1\naccess:\n  - name: a\n...\n';
  expect(laidOut(whole)).toBe(once);
  expect(laidOut(once)).toBe(once);
  expect(format('---\na: 1\n---\nb: 1\n')).toHaveProperty('refused');
});

test('makes spaces, indentation and blank lines alike, and keeps the rest', () => {
  expect(laidOut(messy)).toBe(neat);
  expect(laidOut(neat)).toBe(neat);
  expect(laidOut(messy.replaceAll('\n', '\r\n'))).toBe(neat);
});

test('a comment after the last entry stays with what it is in line with', () => {
  const text = [
    'access:',
    '    - name: a',
    '      allow: b',
    '      # of a',
    '    # - { name: c, allow: d }',
    '',
    '# ── how much ──',
    'limits:',
    '    - { name: e }',
    '    # the last',
    '# the end',
    '',
  ].join('\n');
  const neatly = text.replace(/^ {4}/gm, '  ');
  expect(laidOut(text)).toBe(neatly);
  expect(laidOut(neatly)).toBe(neatly);
});

test('leaves every file of this repository that it is to be an example of', () => {
  const listed = execFileSync('git', ['ls-files', 'examples/**/*.yaml', 'test/fixtures/**/*.yaml'], {
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter((file) => file !== '');
  expect(files.length).toBeGreaterThan(100);
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const formatted = format(text);
    if ('text' in formatted) expect(formatted.text, file).toBe(text);
  }
});

describe('refuses', () => {
  test.each([
    ['what is no YAML', 'a: [1'],
    ['a key twice', 'a: 1\na: 2\n'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['a text whose spaces are words', 'a: "one\\ \n  two"\n'],
  ])('%s', (_, text) => {
    expect(format(text)).toHaveProperty('refused');
  });
});

const word = fc.constantFrom('a', 'b c', '1', '"q"', "'s'", 'true', '~', '"x: y"', 'a#b');
const gap = fc.constantFrom('', ' ', '   ');
const comment = fc.constantFrom('', ' # c', '    # mcpgw-ignore a/b: c');
const flow = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    word,
    fc
      .tuple(gap, fc.array(tie('value'), { maxLength: 3 }))
      .map(([space, all]) => `[${space}${all.join(`${space},`)}${space}]`),
    fc
      .tuple(gap, fc.array(tie('value'), { maxLength: 3 }))
      .map(
        ([space, all]) => `{${space}${all.map((value, at) => `k${at}: ${value}`).join(`,${space}`)}${space}}`,
      ),
  ),
})).value;

/** Lines of a value, to stand below its key. */
const block: fc.Arbitrary<readonly string[]> = fc.letrec<{ lines: readonly string[] }>((tie) => ({
  lines: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<readonly string[]>(
      ['|', '  text', '', '    more'],
      ['>-', '    a', '    b'],
      ['|+', '  a', ''],
    ),
    fc
      .tuple(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.tuple(tie('lines'), comment), { minLength: 1, maxLength: 3 }),
      )
      .map(([indent, all]) => [
        '',
        ...all.flatMap(([lines, said], at) => nested(`k${at}:`, lines, said, indent)),
      ]),
    fc
      .tuple(
        fc.integer({ min: 0, max: 4 }),
        fc.array(fc.tuple(tie('lines'), comment), { minLength: 1, maxLength: 3 }),
      )
      .map(([indent, all]) => ['', ...all.flatMap(([lines, said]) => nested('-', lines, said, indent + 1))]),
    flow.map((text) => [text]),
  ),
})).lines;

function nested(
  head: string,
  [first = '', ...rest]: readonly string[],
  said: string,
  indent: number,
): readonly string[] {
  const space = ' '.repeat(indent);
  return [`${space}${head} ${first}${said}`, ...rest.map((line) => (line === '' ? '' : `${space} ${line}`))];
}

test('keeps the value and the comments of whatever is written, and is done at once', {
  timeout: 60_000,
}, () => {
  const tries = runs(120);
  let laid = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(block, comment), { minLength: 1, maxLength: 4 }), (all) => {
      const lines = all.flatMap(([value, said], at) => nested(`top${at}:`, value, said, 0));
      const text = `# first\n${lines.join('\n')}\n`;
      const formatted = format(text);
      if ('refused' in formatted) return;
      laid += 1;
      expect(parse(formatted.text)).toEqual(parse(text));
      expect(formatted.text.match(/# .*/g)).toEqual(text.match(/# .*/g));
      expect(laidOut(formatted.text)).toBe(formatted.text);
      expect(formatted.text).not.toMatch(/[ \t]$/m);
    }),
    { numRuns: tries },
  );
  expect(laid).toBeGreaterThan(tries / 2);
});
