// What YAML permits, or half permits, and a policy may not hold: each with its place and remedy.
import { expect, it } from 'vitest';
import { printHuman } from '../../compiler/diagnostics/human.ts';
import { sortFindings } from '../../compiler/diagnostics/sort.ts';
import { parseYaml } from '../../compiler/source/document.ts';
import { expectGolden } from '../golden.ts';

const cases: Readonly<Record<string, string>> = {
  'an alias that is a pattern': 'deny: *\nallow: *crm\n',
  'an alias within its anchor': 'a: &a [1, *a]\n',
  'an unknown anchor': 'a: *nowhere\n',
  'a byte order mark': '\ufeffa: 1\n',
  'a colon in plain text': 'a: b: c\n',
  'a key indented deeper than the one before': 'name: acme\n  servers: {}\naccess:\n- name: a\n   allow: b\n',
  'a control character': 'a: x\u0007y\n',
  'a control character by escape': 'a: "x\\0y"\n',
  'a directive': '%YAML 1.1\n---\na: yes\n',
  'a direction character': 'a: x\u202ey\n',
  'a duplicate key': 'a: 1\nb: 2\na: 3\n',
  'a duplicate key, quoted otherwise': 'a: 1\n"a": 2\n"\\x61": 3\n',
  'an empty file': '# nothing\n',
  'an escape that is none': 'a: "\\q"\n',
  'a half surrogate pair': 'a: "\\uD800"\n',
  'a key that is a list': '[a, b]: 1\n',
  'a key that is a number': '1: a\ntrue: b\n',
  'a key of every object': '__proto__: { a: 1 }\n',
  'a large whole number': 'a: 9007199254740993\n',
  'a merge key': 'a: &a { b: 1 }\nc:\n  <<: *a\n',
  'a missing bracket': 'a: [1, 2\nb: 1\n',
  'a missing colon': 'a: 1\nb\nc: 2\n',
  'a missing quote': 'a: "b\nc: d\n',
  'no finite number': 'a: .inf\nb: .nan\n',
  'odd indentation': 'a:\n    b: 1\n  c: 2\n',
  'a reserved character': 'a: @b\nc: `d`\n',
  'a second document': 'a: 1\n---\nb: 2\n',
  'several mistakes': 'a: "\\q"\nb: @x\nc: "\\z"\n',
  'a tab as indentation': 'a:\n\tb: 1\n',
  'text after a quoted value': 'a: "b" c\n',
  'a tag': 'a: !!set { x }\nb: !secret y\nc: !!js/function "x"\n',
};

it('refuses with place and remedy', () => {
  const shown = Object.entries(cases).map(([name, text]) => {
    const source = { path: 'gateway.yaml', text };
    const { findings } = parseYaml(source);
    expect(findings.length, name).toBeGreaterThan(0);
    return `=== ${name}\n${printHuman(sortFindings(findings), { sources: [source] })}`;
  });
  expectGolden('test/source/golden/refused.txt', shown.join('\n'));
});

it('keeps reading after what does not hide the rest', () => {
  const { root, findings } = parseYaml({ path: 'a.yaml', text: 'a: !x y\nb: 1\nb: 2\n"<<": 3\nc: *d\n' });
  expect(findings.map(({ rule }) => rule)).toEqual(['source/tag', 'source/duplicate-key', 'source/alias']);
  expect(root?.kind === 'map' && root.entries.map(({ key }) => key.value)).toEqual(['a', 'b', '<<', 'c']);
});

it('leaves yes, no, on and off as they are written', () => {
  const { root, findings } = parseYaml({
    path: 'a.yaml',
    text: 'a: [yes, no, on, off, y, n, true, ~, 0x10, 1e3, 012]\n',
  });
  const list = root?.kind === 'map' ? root.entries[0]?.value : undefined;
  const values = list?.kind === 'list' ? list.items.map((item) => item.kind === 'scalar' && item.value) : [];
  expect(findings).toEqual([]);
  expect(values).toEqual(['yes', 'no', 'on', 'off', 'y', 'n', true, null, 16, 1000, 12]);
});

it('takes aliases as the very nodes they mean, a few thousand at most', () => {
  const few = parseYaml({ path: 'a.yaml', text: 'a: &a [1, 2]\nb: *a\nc: [*a, *a]\n' });
  expect(few.findings).toEqual([]);
  const entries = few.root?.kind === 'map' ? few.root.entries : [];
  expect(entries[1]?.value).toBe(entries[0]?.value);
  const lines = Array.from(
    { length: 20 },
    (_, i) => `k${i + 1}: &k${i + 1} [${Array(10).fill(`*k${i}`).join(', ')}]`,
  );
  const many = parseYaml({ path: 'a.yaml', text: `k0: &k0 [x, x]\n${lines.join('\n')}\n` });
  expect(many.findings.map(({ rule }) => rule)).toEqual(['source/alias-expansion']);
});

it('freezes what it gives', () => {
  const { root } = parseYaml({ path: 'a.yaml', text: 'a: { b: [1] }\n' });
  const seen: unknown[] = [root];
  for (const value of seen) {
    expect(Object.isFrozen(value)).toBe(true);
    if (typeof value === 'object' && value !== null)
      seen.push(...Object.values(value).filter((one) => typeof one === 'object' && one !== null));
  }
  expect(seen.length).toBeGreaterThan(10);
});
