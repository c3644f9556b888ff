// Every rule against its fixture: what it accepts, what it says of what it does not, word by word.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printHuman } from '../../compiler/diagnostics/human.ts';
import { check } from '../../compiler/index.ts';
import { rooms } from '../../compiler/language/rooms.ts';
import { expectGolden } from '../golden.ts';

const root = join(import.meta.dirname, '../fixtures/rules');

/** Rules whose findings come from reading a value, not from a check over models. */
const ofValues = ['hosts/host', 'servers/timeout'];

/** What workers cannot do is said although there is no such host yet, which is said as well. */
const beside: Readonly<Record<string, readonly string[]>> = {
  'servers/cannot-read-files': ['hosts/no-worker-host'],
  'servers/cannot-spawn': ['hosts/no-worker-host'],
};

const folders = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

/** Rooms of the language; other rooms keep fixtures there too. */
const mine = new Set([...rooms.rules, ...ofValues].map((rule) => rule.split('/')[0]));
const fixtures = folders(root)
  .filter((room) => mine.has(room))
  .flatMap((room) => folders(join(root, room)).map((rule) => `${room}/${rule}`));

test('every rule has a fixture, every fixture a rule', () => {
  expect([...fixtures].sort()).toEqual([...rooms.rules, ...ofValues].sort());
});

describe.each(fixtures)('%s', (rule) => {
  const at = (file: string): string => join(root, rule, file);

  test('accepts valid.yaml, as do all others', () => {
    const { findings, sources } = check(at('valid.yaml'));
    expect(printHuman(findings, { sources })).toBe('');
  });

  test('says what is wrong with invalid.yaml, and nothing else does', () => {
    const { findings, sources } = check(at('invalid.yaml'));
    expectGolden(at('expected.txt'), printHuman(findings, { sources }));
    expect(new Set(findings.map((finding) => finding.rule))).toEqual(
      new Set([rule, ...(beside[rule] ?? [])]),
    );
  });

  test('places each finding, and says why or how to mend it', () => {
    for (const { range, why, help, message } of check(at('invalid.yaml')).findings) {
      expect(range).not.toBeNull();
      expect(why ?? help).toBeTruthy();
      expect(message).toMatch(/\.$/);
    }
  });
});
