// Hostile text: always an answer, never a throw, and at a price that its length explains.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSuppressions } from '../../compiler/source/comments.ts';
import { parseYaml } from '../../compiler/source/document.ts';
import type { Node } from '../../compiler/source/node.ts';
import { plainValue } from '../../compiler/source/plain.ts';
import { cpuOf } from '../cpu.ts';
import { runs } from '../runs.ts';

function parse(text: string) {
  const source = { path: 'a.yaml', text };
  const { root, findings } = parseYaml(source);
  return { root, findings: root === null ? findings : [...findings, ...readSuppressions(source).findings] };
}

function expectSound(text: string): void {
  const { root, findings } = parse(text);
  if (root === null) expect(findings.length).toBeGreaterThan(0);
  for (const { range, message, severity } of findings) {
    expect(severity).toBe('error');
    expect(message).toMatch(/\.$/);
    expect(range !== null && range.start >= 0 && range.start <= range.end && range.end <= text.length).toBe(
      true,
    );
  }
  if (root !== null) {
    plainValue(root);
    expectRanges(root, text);
  }
}

function expectRanges(node: Node, text: string): void {
  expect(node.range.start <= node.range.end && node.range.end <= text.length).toBe(true);
  if (node.kind === 'list') for (const item of node.items) expectRanges(item, text);
  if (node.kind === 'map') for (const { value } of node.entries) expectRanges(value, text);
}

const tokens = [
  'a',
  'b:',
  ': ',
  '- ',
  '? ',
  '\n',
  '\n  ',
  '\n    ',
  ' ',
  '\t',
  '[',
  ']',
  '{',
  '}',
  ',',
  '"',
  "'",
  '\\',
  '#',
  ' #',
]
  .concat([
    '&a ',
    '*a',
    '!t ',
    '!!str ',
    '|',
    '>-',
    '|2+',
    '---\n',
    '...\n',
    '%YAML 1.2\n',
    '<<: ',
    '\r\n',
    '\r',
    '\u0000',
    '😀',
  ])
  .concat([
    '~',
    '0x1',
    '.nan',
    '__proto__: ',
    '# mcpgw-ignore ',
    'a/b: ',
    'until 2027-01-01',
    '\\x4',
    '\\uD800',
    '\ufeff',
    '\u2028',
  ]);

describe('hostile YAML', () => {
  it('is answered, whatever its tokens', () => {
    const text = fc.array(fc.constantFrom(...tokens), { maxLength: 40 }).map((all) => all.join(''));
    fc.assert(fc.property(text, expectSound), { numRuns: runs(800) });
  });

  it('is answered, whatever its characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), expectSound), { numRuns: runs(300) });
  });

  const size = 32 * 1024;
  it.each([
    ['nested lists', '['],
    ['nested maps', '{a: '],
    ['nested items', '- '],
    ['nested keys', 'a: '],
    ['closing brackets', ']'],
    ['commas', ','],
    ['anchors', '&a '],
    ['aliases', '*a '],
    ['tags', '!a '],
    ['escapes', '\\q'],
    ['escaped breaks', '\\\n'],
    ['directives', '%X\n'],
    ['documents', '---\n'],
    ['empty comments', '#\n'],
    ['ignoring comments', '# mcpgw-ignore a/b: c\n'],
    ['duplicate keys', 'a: 1\n'],
    ['blanks', ' '],
    ['carriage returns', '\r'],
    ['quotes', '"'],
  ])(
    'is not dearer than its length: %s',
    (_name, piece) => {
      for (const [before, after] of [
        ['', ''],
        ['a: "', ''],
        ['a: [', ''],
        ['', '\na: 1\n'],
      ] as const) {
        const text = `${before}${piece.repeat(size / piece.length)}${after}`;
        expect(cpuOf(() => expectSound(text))).toBeLessThan(2000);
      }
    },
    20_000,
  );
});
