// Comments that ignore a finding: read with their reason, applied to their line, and told when they are of no use.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../compiler/diagnostics/finding.ts';
import { suppress } from '../../compiler/diagnostics/suppress.ts';
import { readSuppressions } from '../../compiler/source/comments.ts';

const file = 'gateway.yaml';
const read = (text: string) => readSuppressions({ path: file, text });

/** A finding of a rule at the first place of a word. */
function finding(text: string, word: string, rule = 'access/unused'): Finding {
  const start = text.indexOf(word);
  return { rule, severity: 'warning', message: 'M.', range: { file, start, end: start + word.length } };
}

describe('reading', () => {
  it('takes rule, reason and last day', () => {
    const { suppressions, findings } = read(
      'a: 1 # mcpgw-ignore access/unused: kept for the audit until 2027-01-31\n',
    );
    expect(findings).toEqual([]);
    expect(suppressions).toEqual([
      {
        rule: 'access/unused',
        reason: 'kept for the audit',
        until: '2027-01-31',
        range: { file, start: 5, end: 70 },
        covers: { file, start: 0, end: 70 },
      },
    ]);
  });

  it('takes only comments, not what looks like one within a text', () => {
    const lines = [
      'a: "# mcpgw-ignore a/b: c"',
      'b: |',
      '  # mcpgw-ignore a/b: c',
      "c: '",
      "  # mcpgw-ignore a/b: c'",
      'd: x#mcpgw-ignore a/b: c',
    ];
    expect(read(`${lines.join('\n')}\n`)).toEqual({ suppressions: [], findings: [] });
  });

  it.each([
    ['# mcpgw-ignore', 'This comment does not say which rule to ignore, and why.'],
    ['# mcpgw-ignore all: because', 'This comment does not say which rule to ignore, and why.'],
    ['# mcpgw-ignore access/unused', 'This comment does not say which rule to ignore, and why.'],
    ['# mcpgw-ignore access/unused:', 'This comment gives no reason.'],
    ['# mcpgw-ignore access/unused: until 2027-01-01', 'This comment gives no reason.'],
    ['# mcpgw-ignore access/unused: x until 2027-02-30', '“2027-02-30” is not a day.'],
    ['# mcpgw-ignore access/unused: x until tomorrow', '“tomorrow” is not a day.'],
  ])('refuses %s', (comment, message) => {
    const { suppressions, findings } = read(`${comment}\na: 1\n`);
    expect(suppressions).toEqual([]);
    expect(findings.map((one) => [one.rule, one.message])).toEqual([['suppressions/malformed', message]]);
    expect(findings[0]?.range).toEqual({ file, start: 0, end: comment.length });
  });
});

describe('applying', () => {
  const ignore = '# mcpgw-ignore access/unused: seen';

  it.each([
    ['at the end of the line', `first: 1\nhere: 1 ${ignore}\n`],
    ['on the line above', `first: 1\n${ignore}\nhere: 1\n`],
    ['above other comments', `first: 1\n${ignore}\n# and why\n  # more\nhere: 1\n`],
    ['with CRLF', `first: 1\r\n${ignore}\r\nhere: 1\r\n`],
  ])('covers its line: %s', (_where, text) => {
    const { suppressions } = read(text);
    expect(suppress([finding(text, 'here')], suppressions)).toEqual([]);
    const kept = suppress([finding(text, 'first')], suppressions).map(({ rule }) => rule);
    expect(kept).toEqual(['access/unused', 'suppressions/unused']);
  });

  it('concerns only its rule', () => {
    const text = `here: 1 ${ignore}\n`;
    const kept = suppress([finding(text, 'here', 'access/other')], read(text).suppressions);
    expect(kept.map(({ rule }) => rule)).toEqual(['access/other', 'suppressions/unused']);
  });

  it('counts to the end of its last day', () => {
    const text = `here: 1 ${ignore} until 2026-11-20\n`;
    const { suppressions } = read(text);
    const on = (today?: string) =>
      suppress([finding(text, 'here')], suppressions, { today }).map(({ rule }) => rule);
    expect(on('2026-11-20')).toEqual([]);
    expect(on()).toEqual([]);
    expect(on('2026-11-21')).toEqual(['access/unused', 'suppressions/expired']);
  });

  it('never hides an error, and says so', () => {
    const text = `here: 1 ${ignore}\n`;
    const error = { ...finding(text, 'here'), severity: 'error' as const };
    const kept = suppress([error], read(text).suppressions).map(({ rule }) => rule);
    expect(kept).toEqual(['access/unused', 'suppressions/error']);
  });

  it('says nothing of a comment without use beside an error: not every rule was asked', () => {
    const text = `first: 1\nhere: 1 ${ignore}\n`;
    const error = { ...finding(text, 'first', 'schema/type'), severity: 'error' as const };
    expect(suppress([error], read(text).suppressions)).toEqual([error]);
  });

  it('names the rule that was perhaps meant', () => {
    const text = 'here: 1 # mcpgw-ignore access/unusd: seen\n';
    const [found] = suppress([], read(text).suppressions, { rules: ['access/unused', 'access/other'] });
    expect(found).toMatchObject({ rule: 'suppressions/unused', help: 'Did you mean access/unused?' });
  });
});
