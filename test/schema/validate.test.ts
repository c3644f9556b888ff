// Documents against the schema of the gateway file: what fits passes as it is, what does not is told to people.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printHuman } from '../../compiler/diagnostics/human.ts';
import { sortFindings } from '../../compiler/diagnostics/sort.ts';
import { validateGateway, validateTests } from '../../compiler/schema/validate.ts';
import { parseYaml } from '../../compiler/source/document.ts';
import { plainValue } from '../../compiler/source/plain.ts';
import { cpuOf } from '../cpu.ts';
import { expectGolden } from '../golden.ts';
import { runs } from '../runs.ts';

function check(text: string) {
  const { root, findings } = parseYaml({ path: 'gateway.yaml', text });
  if (root === null || findings.length > 0) throw new Error(`not YAML: ${JSON.stringify(findings)}`);
  return validateGateway(plainValue(root), root);
}

const fixture = (name: string): string => readFileSync(`test/schema/fixtures/${name}.yaml`, 'utf8');

describe('the gateway file', () => {
  it('passes with every key', () => {
    const { config, findings } = check(fixture('whole'));
    expect(findings).toEqual([]);
    expect(config?.servers?.crm?.tools?.rename).toEqual({ q: 'search' });
    expect(Object.isFrozen(config?.access)).toBe(true);
  });

  it('passes with the least', () => {
    expect(check('version: 1\nname: a\n').findings).toEqual([]);
  });

  it('is explained where it does not fit', () => {
    const text = fixture('misshapen');
    const { config, findings } = check(text);
    expect(config).toBeNull();
    const sources = [{ path: 'gateway.yaml', text }];
    expect(check('version: "1"\nname: acme\n').findings[0]).toMatchObject({
      help: 'Write it without quotes: `1`.',
    });
    expectGolden('test/schema/golden/misshapen.txt', printHuman(sortFindings(findings), { sources }));
  });

  it('says of a misspelt key that it is misspelt, and not that the right one is missing', () => {
    const rules = (text: string) => check(text).findings.map(({ rule, help }) => `${rule}: ${help}`);
    const said = 'schema/unknown-key: Did you mean';
    expect(rules('version: 1\nnmae: acme\n')).toEqual([`${said} \`name\`?`]);
    expect(rules('version: 1\nname: acme\naccess: [{ name: a, alow: b }]\n')).toEqual([`${said} \`allow\`?`]);
    expect(rules('version: 1\nname: acme\naccess: [{ nmae: a, odd: b }]\n')).toHaveLength(3);
  });

  it.each([
    ['tools: { include: [] }', 'an empty list would offer nothing'],
    ['credentials: { header: {} }', 'an empty map'],
    ['credentials: { header: { A: { env: X } }, oauth: {} }', 'a key of later'],
    ['credentials: { header: { A: { env: X, file: y } } }', 'two sources of one secret'],
    ['credentials: { header: { A: { env: X, default: y } } }', 'a secret with a default'],
    ['credentials: { header: { A: { prefix: x } } }', 'a secret from nowhere'],
    ['credentials: { header: { A: { env: X, prefix: "a\\nb" } } }', 'a line break in a header'],
    ['process: agent', 'a value of later'],
    ['env: { "A=B": x }', 'a name that is none'],
    ['env: { A: { file: x, default: y } }', 'a default beside a file'],
    ['timeout: 30', 'a number without unit'],
    ['timeout: -1s', 'a negative duration'],
  ])('refuses `%s` of a server: %s', (line) => {
    expect(
      check(`version: 1\nname: a\nservers:\n  s:\n    url: https://a/\n    ${line}\n`).findings,
    ).toHaveLength(1);
  });

  it('says how a duration is written where a number stands: quotes alone would not mend it', () => {
    const [finding] = check(
      'version: 1\nname: a\nservers: { s: { url: https://a/, timeout: 30 } }\n',
    ).findings;
    expect(finding!.help).toMatch(/^A duration is a whole number and a unit/);
  });

  it.each(['yes', 'no', 'On', 'OFF'])('says what to write for %s where a boolean is wanted', (word) => {
    const yaml = `suite: a\nbackends: { s: { t: { annotations: { readOnlyHint: ${word} } } } }\ntests: [{ name: a, list: { as: b }, exactly: [] }]\n`;
    const { root } = parseYaml({ path: 'tests.yaml', text: yaml });
    if (root === null) throw new Error('not YAML');
    const [finding, ...more] = validateTests(plainValue(root), root);
    expect(more).toEqual([]);
    expect(finding?.message).toMatch(/must be `true` or `false`, not text\.$/);
    expect(finding?.help).toBe(`Write \`${/yes|on/i.test(word)}\`, without quotes.`);
  });

  it('finds its way in ten thousand rules', () => {
    const rules = Array.from(
      { length: 10_000 },
      (_, i) => `  - { name: r${i}, allow: a__b, to: { team: ${i % 10 === 0 ? '[]' : 't'} } }`,
    );
    const text = `version: 1\nname: a\naccess:\n${rules.join('\n')}\n`;
    expect(cpuOf(() => expect(check(text).findings).toHaveLength(1000))).toBeLessThan(8000);
  });
});

describe('any document', () => {
  const keys = [
    'version',
    'name',
    'hosts',
    'listen',
    'agents',
    'servers',
    'access',
    'limits',
    'url',
    'command',
    'env',
    'file',
    'default',
  ].concat([
    'tools',
    'header',
    'credentials',
    'allow',
    'deny',
    'to',
    'label',
    'team',
    'per',
    'rate',
    'path',
    'a b',
    'x/y~z',
    'constructor',
    '0',
  ]);
  const leaf = fc.oneof(
    fc.constantFrom<unknown>('', 'a', '*', 'yes', '1', 0, -1, 1.5, true, null),
    fc.string({ maxLength: 5 }),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 5 }),
    ),
  }));
  const document = fc.dictionary(fc.constantFrom(...keys), value, { minKeys: 1, maxKeys: 6 });

  it('gets findings with places and whole sentences, never a throw', () => {
    fc.assert(
      fc.property(document, (plain) => {
        const text = JSON.stringify(plain);
        const { root } = parseYaml({ path: 'gateway.yaml', text });
        if (root === null) return;
        const { config, findings, ...understood } = validateGateway(plainValue(root), root);
        if (findings.length === 0) expect(config).not.toBeNull();
        // What is understood has the shape of the language, whatever was left out of it.
        if (config !== null) expect(validateGateway(config, understood.root).findings).toEqual([]);
        for (const { message, help = '.', range, rule } of findings) {
          expect(rule).toMatch(/^schema\/[a-z-]+$/);
          expect(message).toMatch(/\.$/);
          expect(`${message} ${help}`).not.toMatch(/undefined|\[object|NaN/);
          expect(range !== null && range.end > range.start && range.end <= text.length).toBe(true);
        }
      }),
      { numRuns: runs(150) },
    );
  });
});
