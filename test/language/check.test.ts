// Whole files: all findings at once, in the very characters, in the right file; nothing makes it throw.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check, type Finding } from '../../compiler/index.ts';
import { cpuOf } from '../cpu.ts';
import { runs } from '../runs.ts';
import { generated, load } from './generated.ts';
import { memoryIo } from './memory-io.ts';

const head = `version: 1
name: acme
agents: { bot: { team: support, keys: ["sha256:${'1'.repeat(64)}"] } }
servers: { crm: { url: https://crm.internal/mcp } }
`;

const of = (files: Readonly<Record<string, string>>) =>
  check('/gateway/gateway.yaml', { io: memoryIo('/gateway', files) });
const one = (text: string) => of({ 'gateway.yaml': text });

/** The rule of each finding with the characters it points at. */
function pointed({ findings, sources }: ReturnType<typeof check>): readonly (readonly [string, string])[] {
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  return findings.map(
    ({ rule, range }) => [rule, texts.get(range!.file)!.slice(range!.start, range!.end)] as const,
  );
}

test('a clean file has no findings, and a model', () => {
  const checked = one(`${head}access: [{ name: reads, allow: crm__* }]\n`);
  expect(checked.findings).toEqual([]);
  expect(checked.models?.access.rules).toHaveLength(1);
  expect(Object.isFrozen(checked)).toBe(true);
});

test('what the command line asked for is not looked for in the file', () => {
  const servers = 'servers: { files: { command: [node, files.js] }';
  const text = `${head.replace('servers: {', `${servers},`)}access: [{ name: reads, allow: [crm__*, files__*] }]\n`;
  const [asked] = one(`${text}hosts: [workers]\n`).findings.filter(
    ({ rule }) => rule === 'servers/cannot-spawn',
  );
  expect(asked).toMatchObject({
    related: [{ message: 'Asked for here.' }],
    help: 'Reach the server by `url:`, or take workers out of `hosts:`.',
  });
  const io = memoryIo('/gateway', { 'gateway.yaml': text });
  const { findings } = check('/gateway/gateway.yaml', { io, target: 'workers' });
  const [told] = findings.filter(({ rule }) => rule === 'servers/cannot-spawn');
  expect(told).toMatchObject({ help: 'Reach the server by `url:`, or compile for another target.' });
  expect(told?.related).toBeUndefined();
});

describe('a condition is pointed at in its very characters', () => {
  test.each([
    ['plain', 'when: agent.taem == "x"'],
    ['single quoted', `when: 'agent.taem == "it''s"'`],
    ['double quoted', 'when: "\\u0061gent.name == \\"x\\" && agent.taem == \\"x\\""'],
    ['literal', 'when: |\n      agent.name == "x" &&\n      agent.taem == "x"'],
    ['folded', 'when: >-\n      agent.name == "x" &&\n      agent.taem == "x"'],
  ])('%s', (_, when) => {
    for (const text of [`${head}access:\n  - name: reads\n    allow: crm__*\n    ${when}\n`]) {
      for (const written of [text, text.replaceAll('\n', '\r\n')]) {
        expect(pointed(one(written))).toEqual([['cel/unknown-field', 'taem']]);
      }
    }
  });
});

test('a key of a limit is pointed at as well', () => {
  const limits = 'limits: [{ name: x, per: [agent, args.customer + 1, agnet], rate: 1/second }]\n';
  const found = pointed(one(`${head}access: [{ name: reads, allow: crm__* }]\n${limits}`));
  expect(found.map(([, characters]) => characters)).toContain('agnet');
});

test('everything is said at once, in the order of the file', () => {
  const text = `${head}access:
  - { name: a, allow: crn__*, to: { team: suport } }
  - { name: a, allow: crm__*, when: 'args.x = 1 and args.y > ' }
limits:
  - { name: l, per: agent, tools: nothing_*, rate: 1/day, burst: 1000 }
`;
  const rules = one(text).findings.map(({ rule }) => rule);
  expect(rules.slice(0, 3)).toEqual([
    'access/unmatched-pattern',
    'access/unknown-team',
    'access/duplicate-name',
  ]);
  expect(rules.filter((rule) => rule.startsWith('cel/')).length).toBeGreaterThan(1);
  expect(rules.slice(-2)).toEqual(['limits/unmatched-pattern', 'limits/burst']);
});

test('a file of the wrong shape still has its conditions read, and nothing else said of it', () => {
  const checked = one(
    `${head}acces: []\naccess: [{ name: a, allow: nothing_here, when: agent.taem == 1 }]\n`,
  );
  expect(checked.findings.map(({ rule }) => rule)).toEqual(['schema/unknown-key', 'cel/unknown-field']);
  expect(checked.models).toBeNull();
});

describe('included files', () => {
  const include = 'include: [{ path: pay.yaml, tools: [pay__*] }, own.yaml]\n';
  /** A file that nothing holds may add servers. */
  const own = 'servers: { pay: { url: https://pay.internal/mcp } }\n';

  test('are named in findings', () => {
    const access = 'access: [{ name: refunds, allow: pay__refund, to: { role: cashier } }]\n';
    const { findings } = of({
      'gateway.yaml': `${head}${include}access: [{ name: a, allow: crm__* }]\n`,
      'pay.yaml': access,
      'own.yaml': own,
    });
    expect(findings).toMatchObject([{ rule: 'access/unknown-role', range: { file: 'pay.yaml' } }]);
  });

  test('allow only what the gateway file lets them, whatever comments they hold', () => {
    const access =
      'access:\n  # mcpgw-ignore access/beyond-include: we need it\n  - { name: all, allow: "*" }\n';
    const { findings } = of({
      'gateway.yaml': `${head}${include}access: [{ name: a, allow: crm__* }]\n`,
      'pay.yaml': access,
      'own.yaml': own,
    });
    expect(findings).toMatchObject([
      { rule: 'suppressions/error', severity: 'warning' },
      { rule: 'access/beyond-include', severity: 'error', range: { file: 'pay.yaml' } },
    ]);
  });

  test('that are missing do not bring findings about what they would hold', () => {
    const { findings } = of({
      'gateway.yaml': `${head}${include}access: [{ name: a, allow: pay__* }]\n`,
      'own.yaml': own,
    });
    expect(findings.map(({ rule }) => rule)).toEqual(['source/unreadable']);
  });
});

describe('a comment', () => {
  const rule = '{ name: reads, allow: crm__*, when: "true" }';

  test('suppresses a finding, with a reason', () => {
    const text = `${head}access:\n  # mcpgw-ignore access/constant-condition: a placeholder until 2027-01-01\n  - ${rule}\n`;
    expect(one(text).findings).toEqual([]);
    const late = check('/gateway/gateway.yaml', {
      io: memoryIo('/gateway', { 'gateway.yaml': text }),
      today: '2027-01-02',
    });
    expect(late.findings.map((finding: Finding) => finding.rule)).toEqual([
      'suppressions/expired',
      'access/constant-condition',
    ]);
  });

  test('does not suppress a condition that is no CEL', () => {
    const text = `${head}access:\n  # mcpgw-ignore cel/syntax: no\n  - { name: a, allow: crm__*, when: "1 +" }\n`;
    expect(one(text).findings.map((finding) => finding.rule)).toContain('cel/syntax');
  });
});

test('a file that is not there is a finding without a place', () => {
  expect(of({}).findings).toMatchObject([{ rule: 'source/unreadable', range: null }]);
});

describe('whatever the file holds, findings come and nothing throws', { timeout: 30_000 }, () => {
  const whole = readFileSync(join(import.meta.dirname, '../fixtures/plan/whole/gateway.yaml'), 'utf8');
  const pay = readFileSync(join(import.meta.dirname, '../fixtures/plan/whole/policies/pay.yaml'), 'utf8');
  const own = readFileSync(join(import.meta.dirname, '../fixtures/plan/whole/policies/own.yaml'), 'utf8');
  /** Checks, and where there is no error, generates and loads the plan. */
  function run(text: string): void {
    const checked = of({ 'gateway.yaml': text, 'policies/pay.yaml': pay, 'policies/own.yaml': own });
    if (checked.findings.some(({ severity }) => severity === 'error')) return;
    expect(load(generated(checked).plan).name).toBe('acme');
  }

  test('with characters cut out', () => {
    const cut = fc.tuple(fc.nat(whole.length), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(cut, ([start, length]) => void run(whole.slice(0, start) + whole.slice(start + length))),
      {
        numRuns: runs(25),
      },
    );
  });

  test('with characters put in', () => {
    const put = fc.tuple(
      fc.nat(whole.length),
      fc.constantFrom('*', '{', '"', "'", '\n', ':', '\u0000', '{tool}', '[]', '~', '&a ', '#'),
    );
    fc.assert(
      fc.property(put, ([start, text]) => void run(whole.slice(0, start) + text + whole.slice(start))),
      {
        numRuns: runs(25),
      },
    );
  });
});

test('a thousand rules are checked in far less than a second', { timeout: 30_000 }, () => {
  const rules = Array.from(
    { length: 1000 },
    (_, i) =>
      `  - { name: r${i}, allow: crm__t${i}_*, to: { team: support }, when: args.amount <= ${i} && agent.team == "support" }`,
  );
  const text = `${head}access:\n${rules.join('\n')}\n`;
  expect(one(text).findings).toEqual([]);
  // Who shares a core slows this one too: one of a few is enough.
  expect([1, 2, 3].some(() => cpuOf(() => void one(text)) < 1000)).toBe(true);
});
