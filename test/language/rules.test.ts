// Every rule against its fixture: what it accepts, what it says of what it does not, word by word.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analysisRules } from '../../compiler/analysis/index.ts';
import { printHuman } from '../../compiler/diagnostics/human.ts';
import { check, type HostName } from '../../compiler/index.ts';
import { rooms } from '../../compiler/language/rooms.ts';
import { expectGolden } from '../golden.ts';

const root = join(import.meta.dirname, '../fixtures/rules');

/** Rules whose findings come from reading a value or a comment, not from a check over models. */
const ofText = [
  ...['hosts/host', 'servers/timeout', 'failover/unknown-trigger'],
  ...['suppressions/error', 'suppressions/expired', 'suppressions/malformed', 'suppressions/unused'],
];

/** The day on which the fixtures are checked. */
const today = '2027-01-01';

/** What is said as well: a comment leaves its finding. */
const beside: Readonly<Record<string, readonly string[]>> = {
  'suppressions/error': ['agents/unknown-team'],
  'suppressions/expired': ['agents/no-key'],
};

/** What a fixture is checked for: a host other than its own. */
const targets: Readonly<Record<string, HostName>> = { 'hosts/not-the-target': 'deno' };

const folders = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

/** Rooms of the language; other rooms keep fixtures there too. */
const mine = new Set([...rooms.rules, ...analysisRules, ...ofText].map((rule) => rule.split('/')[0]));
const fixtures = folders(root)
  .filter((room) => mine.has(room))
  .flatMap((room) => folders(join(root, room)).map((rule) => `${room}/${rule}`));

test('every rule has a fixture, every fixture a rule', () => {
  expect([...fixtures].sort()).toEqual([...rooms.rules, ...analysisRules, ...ofText].sort());
});

describe.each(fixtures)('%s', (rule) => {
  const at = (file: string): string => join(root, rule, file);
  const options = { today, target: targets[rule] };

  test('accepts valid.yaml, as do all others', () => {
    const { findings, sources } = check(at('valid.yaml'), options);
    expect(printHuman(findings, { sources })).toBe('');
  });

  test('says what is wrong with invalid.yaml, and nothing else does', () => {
    const { findings, sources } = check(at('invalid.yaml'), options);
    expectGolden(at('expected.txt'), printHuman(findings, { sources }));
    expect(new Set(findings.map((finding) => finding.rule))).toEqual(
      new Set([rule, ...(beside[rule] ?? [])]),
    );
  });

  test('places each finding, and says why or how to mend it', () => {
    for (const { range, why, help, message } of check(at('invalid.yaml'), options).findings) {
      expect(range).not.toBeNull();
      expect(why ?? help).toBeTruthy();
      expect(message).toMatch(/\.$/);
    }
  });
});
