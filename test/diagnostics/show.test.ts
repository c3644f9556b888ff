// Findings as people and programs see them.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../compiler/diagnostics/finding.ts';
import { count, printHuman, wantsColour } from '../../compiler/diagnostics/human.ts';
import { printJson } from '../../compiler/diagnostics/json.ts';
import { createPositions } from '../../compiler/diagnostics/position.ts';
import { sortFindings } from '../../compiler/diagnostics/sort.ts';
import { cpuOf } from '../cpu.ts';
import { expectGolden } from '../golden.ts';

const long = 'x'.repeat(200);
const text = [
  'name: acme',
  '\ttabs:\there, and\tthere',
  'wide: 宽字符 and 😀 then here',
  `long: ${long}here${long}`,
  'accents: e\u0301 here',
  'list:',
  '  - one',
  '  - two',
  '  - three',
  '  - four',
  '  - five',
  'escape: \u001b[31mred\u202e here',
  'windows: here\r',
  'end:',
].join('\n');
const source = { path: 'gateway.yaml', text };

/** A finding at `word`, the first after `line`. */
function at(line: string, word: string, more: Partial<Finding> = {}): Finding {
  const start = text.indexOf(word, text.indexOf(line));
  const range = { file: source.path, start, end: start + word.length };
  return { rule: 'test/place', severity: 'error', message: `This is ${line}.`, range, ...more };
}

const findings: readonly Finding[] = [
  at('tabs', 'here'),
  at('tabs', 'there'),
  at('wide', '字'),
  at('wide', '😀'),
  at('wide', 'here'),
  at('long', 'here', { severity: 'warning' }),
  at('accents', 'here'),
  at('list', text.slice(text.indexOf('- one'), text.indexOf('\nescape'))),
  at('list', '- one\n  - two'),
  at('red', 'here', { message: 'Bell \u0007 and \u001b[2J.' }),
  at('windows', 'here\r\n'),
  at('end', '', { range: { file: source.path, start: text.length, end: text.length } }),
  at('name', 'acme', {
    why: 'It matters.',
    help: 'Mend it:\nlike this.',
    related: [{ message: 'It began here.', range: { file: source.path, start: 0, end: 4 } }],
  }),
  { rule: 'test/nowhere', severity: 'error', message: 'There is no such file.', range: null },
];

describe('for people', () => {
  it('marks the very characters', () => {
    expectGolden('test/diagnostics/golden/human.txt', printHuman(findings, { sources: [source] }));
  });

  it('colours only when asked', () => {
    const [finding] = findings as [Finding];
    expect(printHuman([finding], { sources: [source] })).not.toContain('\u001b');
    expect(printHuman([finding], { sources: [source], colour: true })).toContain('\u001b[31merror\u001b[0m');
    expect(wantsColour(true, {})).toBe(true);
    expect(wantsColour(true, { NO_COLOR: '' })).toBe(true);
    for (const [tty, env] of [
      [false, {}],
      [true, { NO_COLOR: '1' }],
      [true, { TERM: 'dumb' }],
    ] as const) {
      expect(wantsColour(tty, env)).toBe(false);
    }
  });

  it('cuts a line of a megabyte without reading it all, each time', () => {
    const huge = { path: 'a', text: `${'x'.repeat(500_000)}here${'y'.repeat(500_000)}` };
    const finding: Finding = {
      ...(findings[0] as Finding),
      range: { file: 'a', start: 500_000, end: 500_004 },
    };
    let shown = '';
    const spent = cpuOf(() => {
      shown = printHuman(Array<Finding>(500).fill(finding), { sources: [huge] });
    });
    expect(spent).toBeLessThan(3000);
    const [line = '', marks = ''] = shown.split('\n').slice(3, 5);
    expect(line.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('here');
    expect(line.length).toBeLessThan(120);
  });

  it('says nothing of nothing, and counts', () => {
    expect(printHuman([], { sources: [] })).toBe('');
    const one = (severity: 'error' | 'warning'): Finding => ({
      rule: 'a/b',
      severity,
      message: 'M.',
      range: null,
    });
    expect(count([one('error')])).toBe('1 error');
    expect(count([one('warning'), one('error'), one('error')])).toBe('2 errors, 1 warning');
    expect(count([])).toBe('no findings');
  });

  it('survives a range in a text it does not know', () => {
    const finding: Finding = { ...(findings[0] as Finding), range: { file: 'gone.yaml', start: 5, end: 9 } };
    expect(printHuman([finding], { sources: [] })).toContain('gone.yaml:1:6 error test/place');
  });
});

describe('for programs', () => {
  it('keeps its shape', () => {
    expectGolden('test/diagnostics/golden/report.json', printJson(findings, [source]));
  });
});

describe('positions', () => {
  it('count lines and columns from 1, whatever the line break', () => {
    const { position, line, place } = createPositions([{ path: 'a', text: 'x\ny\r\nz\n' }]);
    expect([0, 1, 2, 3, 5, 6, 7].map((offset) => position('a', offset))).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 2 },
      { line: 2, column: 1 },
      { line: 2, column: 2 },
      { line: 3, column: 1 },
      { line: 3, column: 2 },
      { line: 4, column: 1 },
    ]);
    expect([1, 2, 3, 4, 5].map((number) => line('a', number)?.text)).toEqual(['x', 'y', 'z', '', undefined]);
    expect(place({ file: 'a', start: 5, end: 6 })).toBe('a:3');
  });
});

describe('sorting', () => {
  const made = (file: string | null, start: number, rule: string): Finding => {
    const range = file === null ? null : { file, start, end: start + 1 };
    return { rule, severity: 'error', message: 'M.', range };
  };

  it('goes by file as given, place, then rule, and keeps one of the same', () => {
    const mixed = [
      made('a', 1, 'x/b'),
      made('g', 9, 'x/a'),
      made('a', 1, 'x/a'),
      made(null, 0, 'x/z'),
      made('g', 2, 'x/c'),
      made('a', 1, 'x/b'),
    ];
    const sorted = sortFindings(mixed, ['g', 'a']).map(
      ({ range, rule }) => `${range?.file}${range?.start} ${rule}`,
    );
    expect(sorted).toEqual(['undefinedundefined x/z', 'g2 x/c', 'g9 x/a', 'a1 x/a', 'a1 x/b']);
    expect(sortFindings([...mixed].reverse(), ['g', 'a'])).toEqual(sortFindings(mixed, ['g', 'a']));
  });
});
