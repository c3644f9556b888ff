// What the reader of usual YAML takes, it reads as the parser of all YAML does: same values, same places, no mistake.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAny } from '../../compiler/source/document.ts';
import type { Node } from '../../compiler/source/node.ts';
import { unseen } from '../../compiler/source/text.ts';
import { readUsual } from '../../compiler/source/usual/index.ts';
import { runs } from '../runs.ts';

/** A tree with every place in it, those within texts too. */
function shown(node: Node): unknown {
  const { kind, range } = node;
  if (kind === 'list') return [kind, range, node.items.map(shown)];
  if (kind === 'map') return [kind, range, node.entries.map(({ key, value }) => [shown(key), shown(value)])];
  const { length } = String(node.value);
  return [node.value, range, [0, 2, length - 1].map((at) => node.slice(at, at + 1))];
}

/** Whether the reader takes a text. If so, the parser must agree. */
function isTaken(text: string): boolean {
  const source = { path: 'a.yaml', text };
  const usual = unseen(source).length === 0 ? readUsual(source) : null;
  if (usual === null) return false;
  const { root, findings } = parseAny(source);
  expect(findings, text).toEqual([]);
  expect(shown(usual), text).toEqual(root === null ? null : shown(root));
  return true;
}

const examples = fileURLToPath(new URL('../../examples', import.meta.url));
const files = readdirSync(examples, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml') && !file.includes('node_modules'))
  .map((file) => readFileSync(join(examples, file), 'utf8'));

const usual: Record<string, string> = {
  'maps and lists':
    'a:\n  b: { c: [d, "e"], f: {} }\n  g:\n    - h\n    - i: j\n      k: l\nm:\n- n\n- [o]\n',
  'comments and blank lines': '# a\n\na: b # c\n\n  # d\ne:   # f\n  # g\n  h: i\n# j',
  'quoted texts': `a: 'it''s'\nb: "a \\"b\\" \\\\ c\\n"\n"c d": ''\n'e': "#: {"\nf: ["a]", 'b: c']\n`,
  'plain texts': `a: has(args.b) && args.b["c"] > 1 || !'y'\nb: c#d\ne: f:g\nh: http://i/j?k={l}\nm: [-y, --n, ./o, ../p]\n`,
  'other values': 'a: [true, false, null, 0, 12, -5, 0.25, 30s, 100/minute, 127.0.0.1]\nb: 999999999999999\n',
  'lists over lines': 'a: [\n  b,\n\n  c, ]\nd: { e: f,\n g: { h:\n i } }\n',
  'characters of other scripts': 'a: é 😀 宽\nb: ["é", \'😀\']\n',
};

const unusual: Record<string, string> = {
  'anchors and aliases': 'a: &b c\nd: *b\n',
  tags: 'a: !!str b\n',
  'block scalars': 'a: |\n  b\n',
  'texts over lines': 'a: b\n  c\nd: "e\n  f"\n',
  'escapes of characters': 'a: "\\u0000"\n',
  'keys without value': 'a:\nb: { c }\n',
  'a key twice': 'a: b\na: c\n',
  'a key twice among many': `a:\n${Array.from({ length: 20 }, (_, at) => `  k${at % 19}: b\n`).join('')}`,
  'keys that are no text': 'true: a\n1: b\n',
  'merge keys': 'a: { "<<": b }\n',
  'a key that JavaScript minds': 'a: { __proto__: b }\n',
  'numbers of other notations': 'a: [01, 0x1f, 1e3, 1_000, .5, +1]\n',
  'a number that would be rounded': 'a: 12345678901234567\n',
  'words of other spellings': 'a: [True, NULL, ~]\n',
  'several documents': 'a: b\n---\nc: d\n',
  directives: '%YAML 1.2\n---\na: b\n',
  tabs: 'a:\tb\n',
  'indentation that fits nothing': 'a:\n    b: c\n  d: e\n',
  'a list that is not closed': 'a: [b\nc: d\n',
  'a list that ends where its key begins': 'a: [b\n]\n',
  'what is no map': '- a\n',
  nothing: '# a\n',
};

const pieces = [
  ...[
    '\n',
    ' ',
    '\n  ',
    '- ',
    ': ',
    ':',
    '#',
    ' # a',
    '\n# a\n',
    ',',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    "''",
    '\\',
    '\\"',
  ],
  ...[
    '&a ',
    '*a',
    '! ',
    '|',
    '>',
    '%',
    '? ',
    '---\n',
    '...',
    '~',
    '=',
    '\t',
    '\r\n',
    '\u0085',
    '\u2028',
    '\u00a0',
    '😀',
  ],
  ...[
    'Null',
    'true',
    '0',
    '-1',
    '+1',
    '01',
    '1.5',
    '1e3',
    '0x1f',
    '.5',
    '-.inf',
    '1_000',
    '1.',
    '1.2.3',
    '5d',
    '9007199254740993',
  ],
  ...[
    '<<: a',
    '__proto__: a',
    'null: a',
    '1: a',
    'a: b',
    '"a": b',
    "'a': b",
    'a : b',
    '{ a: b }',
    '[a, b]',
    '- - a',
    '-\n',
    '--a',
  ],
];

/** A piece of a file that people wrote, with a few pieces put in, cut out or put over others. */
const broken = fc
  .record({
    file: fc.constantFrom(...files, ...Object.values(usual)),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    lines: fc.integer({ min: 1, max: 12 }),
    edits: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        gone: fc.integer({ min: 0, max: 3 }),
        piece: fc.constantFrom('', ...pieces),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ file, from, lines, edits }) => {
    const all = file.split('\n');
    const start = Math.floor(from * all.length);
    const part = all.slice(start, start + lines).join('\n');
    return edits.reduce((text, { at, gone, piece }) => {
      const place = Math.floor(at * (text.length + 1));
      return text.slice(0, place) + piece + text.slice(place + gone);
    }, part);
  });

describe('the reader of usual YAML', () => {
  it.each(Object.keys(usual))('reads %s', (what) => {
    expect(isTaken(usual[what] ?? '')).toBe(true);
  });

  it.each(Object.keys(unusual))('leaves %s to the parser', (what) => {
    expect(isTaken(unusual[what] ?? '')).toBe(false);
  });

  it('reads nearly every example', () => {
    expect(files.filter(isTaken).length).toBeGreaterThan(files.length * 0.8);
  });

  it('never differs from the parser', () => {
    let taken = 0;
    const property = fc.property(broken, (text) => {
      if (isTaken(text)) taken += 1;
    });
    fc.assert(property, { numRuns: runs(1500) });
    // Else nothing was compared.
    expect(taken).toBeGreaterThan(runs(1500) / 20);
  });
});
