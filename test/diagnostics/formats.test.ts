// Findings as programs and screen readers get them: whole, in place, and well formed whatever the text holds.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../compiler/diagnostics/finding.ts';
import { printGithub } from '../../compiler/diagnostics/github.ts';
import { printJunit } from '../../compiler/diagnostics/junit.ts';
import { printPlain } from '../../compiler/diagnostics/plain.ts';
import { printSarif } from '../../compiler/diagnostics/sarif.ts';
import { expectGolden } from '../golden.ts';
import { sarifErrors } from './sarif-schema.ts';

const text = [
  'name: acme',
  'wide: 😀 then here',
  'list:',
  '  - one',
  '  - two',
  'escape: \u001b[31m<red> & "here"',
].join('\n');
const sources = [{ path: 'a b/50%.yaml', text }];
const options = { folder: 'policies/eu', version: '1.2.3' };

function at(word: string, more: Partial<Finding> = {}): Finding {
  const start = text.indexOf(word);
  const range = { file: 'a b/50%.yaml', start, end: start + word.length };
  return { rule: 'test/place', severity: 'error', message: 'This is wrong.', range, ...more };
}

const findings: readonly Finding[] = [
  at('acme', { why: 'It matters.', help: 'Mend it:\nlike this, 100 %: now.' }),
  at('here', { severity: 'warning', rule: 'test/other-place' }),
  at('- one\n  - two', { related: [{ message: 'It began there.', range: at('list').range! }] }),
  at('\u001b[31m<red> & "here"', { message: 'Bell \u0007, \ud800 and <b>&]]></b>.' }),
  { rule: 'test/nowhere', severity: 'error', message: 'There is no such file.', range: null },
];

describe.each([
  ['plain.txt', printPlain(findings, sources), printPlain([], [])],
  ['report.sarif', printSarif(findings, sources, options), printSarif([], [], options)],
  ['junit.xml', printJunit(findings, sources, options), printJunit([], [], options)],
  ['github.txt', printGithub(findings, sources, options), printGithub([], [], options)],
])('%s', (name, printed, empty) => {
  it('keeps its shape', () => expectGolden(`test/diagnostics/golden/${name}`, printed));

  it('holds nothing that moves a cursor or breaks a document', () => {
    expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f]|\\u00[01]|\p{Cs}/u);
  });

  it('says so when there is nothing to say', () =>
    expectGolden(`test/diagnostics/golden/empty-${name}`, empty));
});

describe('plain', () => {
  it('is one line a finding, without a character that is drawn', () => {
    const printed = printPlain(findings, sources);
    expect(printed.trimEnd().split('\n\n')).toHaveLength(findings.length + 1);
    expect(printed).not.toMatch(/[|^─-╿▀-▟]/);
  });
});

describe('sarif', () => {
  it.each([findings, []])('fits the schema of 2.1.0', (...some) => {
    expect(sarifErrors(JSON.parse(printSarif(some.flat(), sources, options)))).toEqual([]);
  });

  it('is held to a schema that refuses', () => {
    const log = JSON.parse(printSarif(findings, sources, options));
    log.runs[0].results[0].level = 'fatal';
    delete log.runs[0].tool.driver.name;
    expect(sarifErrors(log)).toHaveLength(2);
  });

  it('counts columns in UTF-16 units and escapes paths', () => {
    const { runs } = JSON.parse(printSarif(findings, sources, options));
    const { artifactLocation, region } = runs[0].results[1].locations[0].physicalLocation;
    expect(artifactLocation.uri).toBe('policies/eu/a%20b/50%25.yaml');
    expect(region).toEqual({ startLine: 2, startColumn: 15, endLine: 2, endColumn: 19 });
    expect(runs[0].tool.driver.rules[runs[0].results[1].ruleIndex].id).toBe('test/other-place');
  });
});

describe('github', () => {
  it('names files from the root of the repository, also those beside the folder', () => {
    const outside = { ...at('acme'), range: { file: '../shared.yaml', start: 0, end: 0 } };
    expect(printGithub([outside], sources, options)).toContain('file=policies/shared.yaml,');
    expect(printGithub([outside], sources, { folder: '' })).toContain('file=../shared.yaml,');
  });
});
