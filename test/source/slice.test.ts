// Each character of a decoded scalar leads back to the very characters of the source, in every style of YAML.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../compiler/source/document.ts';
import type { ScalarNode } from '../../compiler/source/node.ts';
import { runs } from '../runs.ts';

/** The scalar under `a`, or null if YAML refuses the text. */
function scalarOf(text: string): ScalarNode | null {
  const { root, findings } = parseYaml({ path: 'a.yaml', text });
  if (findings.length > 0 || root?.kind !== 'map') return null;
  const value = root.entries[0]?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value : null;
}

/** What one piece of source may stand for: itself, a folded break, a quote doubled, or an escape. */
function standsFor(piece: string, character: string): boolean {
  if (piece === character) return true;
  if (/^\r?\n$/.test(piece)) return character === ' ' || character === '\n';
  if (piece === "''") return character === "'";
  if (piece === '') return character === '\n';
  const hex = /^\\[xuU]([0-9a-fA-F]+)$/.exec(piece)?.[1];
  if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16)) === character;
  const simple: Record<string, string> = {
    '\\n': '\n',
    '\\t': '\t',
    '\\ ': ' ',
    '\\"': '"',
    '\\\\': '\\',
    '\\/': '/',
  };
  return simple[piece] === character;
}

function expectExact(text: string, node: ScalarNode): void {
  const value = String(node.value);
  let before = node.range.start;
  let at = 0;
  for (const character of value) {
    for (let unit = 0; unit < character.length; unit += 1) {
      const { start, end } = node.slice(at + unit, at + unit + 1);
      expect(
        standsFor(text.slice(start, end), character),
        JSON.stringify({ text, value, at, start, end }),
      ).toBe(true);
      if (unit === 0) expect(start, JSON.stringify({ text, at })).toBeGreaterThanOrEqual(before);
      if (unit === character.length - 1) before = end;
    }
    at += character.length;
  }
}

const pieces = {
  plain: ['a', 'b c', ' ', '#', "'", '"', '\t', '\n  ', '\n\n \t ', '\n\n\n  ', 'é', '😀', '宽', '\\n'],
  single: ['a', 'b c', ' ', '\t', "''", '"', '\n  ', ' \n\n \t ', '\n\n\n  ', '😀', '宽', '\\n', ': ', '#'],
  double: [
    'a',
    ' ',
    '\t',
    "'",
    '\\"',
    '\\\\',
    '\\n',
    '\\t',
    '\\ ',
    '\\/',
    '\\x41',
    '\\u00e9',
    '\\U0001F600',
    '😀',
  ].concat(['\n  ', ' \n\n \t ', '\\\n   ', ' \\\n  \\ ', '宽', '\n\n\n  ']),
  lines: ['', 'a', 'b c', '  more', '\ttab', '   ', ' ', '😀 é', '#', 'x ', ': '],
};

const crlf = fc.boolean();
const flow = (from: readonly string[]) =>
  fc.array(fc.constantFrom(...from), { maxLength: 12 }).map((all) => all.join(''));
const withBreaks = (text: string, windows: boolean): string =>
  windows ? text.replaceAll('\n', '\r\n') : text;

/** @param least the share of texts that must be scalars, or nothing is proved */
function checked(make: fc.Arbitrary<string>, least: number): void {
  const all = runs(400);
  let scalars = 0;
  fc.assert(
    fc.property(make, crlf, (yaml, windows) => {
      const text = withBreaks(yaml, windows);
      const node = scalarOf(text);
      if (node === null) return;
      scalars += 1;
      expectExact(text, node);
    }),
    { numRuns: all },
  );
  expect(scalars).toBeGreaterThan(all * least);
}

describe('slice', () => {
  it('finds characters of plain scalars', () => {
    checked(
      flow(pieces.plain).map((body) => `a: x${body}z\nb: 1\n`),
      1 / 3,
    );
  });

  it('finds characters of single quoted scalars', () => {
    checked(
      flow(pieces.single).map((body) => `a: '${body}'\nb: 1\n`),
      1 / 3,
    );
  });

  it('finds characters of double quoted scalars', () => {
    checked(
      flow(pieces.double).map((body) => `a: "${body}"\nb: 1\n`),
      1 / 3,
    );
  });

  it('finds characters of flow scalars in flow collections', () => {
    checked(
      flow(pieces.double).map((body) => `{ a: "${body}", b: 1 }`),
      1 / 3,
    );
  });

  it('finds characters of block scalars, at any indentation, chomping and end of file', () => {
    const header = fc.tuple(
      fc.constantFrom('|', '>'),
      fc.constantFrom('', '2', '4'),
      fc.constantFrom('', '-', '+'),
    );
    const body = fc.array(fc.constantFrom(...pieces.lines), { maxLength: 8 });
    const end = fc.constantFrom('', '\n', '\nb: 1\n', '\n\n\n', '\n\nb: 1', '\n  # comment\nb: 1');
    checked(
      fc.tuple(header, body, end).map(([[style, indent, chomp], lines, tail]) => {
        const pad = ' '.repeat(indent === '' ? 3 : Number(indent));
        const comment = lines.length % 2 === 0 ? '' : ' # note';
        return `a: ${style}${indent}${chomp}${comment}\n${lines.map((line) => pad + line).join('\n')}${tail}`;
      }),
      0.45,
    );
  });

  it('covers several characters, and points between them', () => {
    const text = "a: 'it''s'\n";
    const node = scalarOf(text) as ScalarNode;
    expect(node.slice(2, 4)).toEqual({ file: 'a.yaml', start: 6, end: 9 });
    expect(node.slice(4, 4)).toEqual({ file: 'a.yaml', start: 9, end: 9 });
    expect(node.slice(0, 0)).toEqual({ file: 'a.yaml', start: 4, end: 4 });
  });

  it('takes the whole scalar where it has no characters', () => {
    const node = scalarOf('a: ""\n') as ScalarNode;
    expect(node.slice(0, 0)).toEqual(node.range);
  });
});
