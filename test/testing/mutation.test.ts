// Mutants of a gateway: which there are, which the tests notice, the same in any number of threads.
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { run } from '../../compiler/cli/run.ts';
import { openDocument } from '../../compiler/pipeline.ts';
import { printTests, printTestsJson, runTests } from '../../compiler/testing/index.ts';
import { mutantsOf } from '../../compiler/testing/mutation/mutants.ts';
import { expectGolden } from '../golden.ts';

const suites = fileURLToPath(new URL('suites', import.meta.url));
const file = relative(process.cwd(), join(suites, 'coverage/tests.yaml'));

test('what the tests notice', async () => {
  const alone = await runTests([file], { mutate: true, jobs: 1 });
  expectGolden(join(suites, 'coverage/mutation.txt'), printTests(alone));
  const [report] = alone.mutation;
  const noticed = report!.mutants.filter(({ status }) => status === 'killed');
  expect(noticed.map(({ name, from, to, by }) => `${name}: ${from} → ${to} (${by})`)).toEqual(
    expect.arrayContaining([
      'small-refunds: the whole → nothing (some > small refunds)',
      'small-refunds: allow → deny (some > small refunds)',
      'support-reads: allow → deny (some > one search)',
    ]),
  );
});

test('so many of them, evenly chosen, the same each time, in one thread and in two', async () => {
  const some = (jobs: number) => runTests([file], { mutate: true, mutants: 6, jobs });
  const [first, second] = [await some(1), await some(2)];
  expect(first.mutation[0]!.mutants).toHaveLength(6);
  expect(printTestsJson(second)).toBe(printTestsJson(first));
  expect(printTests(first)).toMatch(/6 of \d+, chosen evenly/);
});

test('a failing test leaves nothing to notice', async () => {
  const failing = relative(process.cwd(), join(suites, 'failing/tests.yaml'));
  expect((await runTests([failing], { mutate: true })).mutation).toEqual([]);
});

test('mistakes in what claims say of an agent are noticed', async () => {
  const tokens = relative(process.cwd(), join(suites, 'tokens/tests.yaml'));
  const { mutation } = await runTests([tokens], { mutate: true });
  const own = mutation[0]!.mutants.filter(({ name }) => name.startsWith('the issuer'));
  expect(own.map(({ name, from, to, status }) => `${name}: ${from} → ${to}: ${status}`)).toEqual([
    // Without it, who is declared to have its tokens has none that are taken: it does not compile.
    'the issuer https://login.acme.com: the whole → nothing: refused',
    'the issuer https://login.acme.com: this audience → nothing: killed',
    'the issuer https://login.acme.com: this audience → nothing: killed',
    'the issuer https://login.acme.com: team → nothing: killed',
    'the issuer https://login.acme.com: roles → nothing: killed',
    'the issuer https://login.acme.com: has(claims.groups) → true: killed',
    'the issuer https://login.acme.com: has(claims.groups) → false: killed',
    'the issuer https://ci.acme.com/oauth: the whole → nothing: refused',
    'the issuer https://partner.example: the whole → nothing: killed',
    'the issuer https://partner.example: "partner/" → "partner/~": killed',
  ]);
});

describe('mutants', () => {
  test('each kind of mistake, with its place', () => {
    const { root, models } = openDocument(join(suites, 'gateway.yaml'))!;
    const said = mutantsOf(root, models).map(({ name, from, to }) => `${name}: ${from} → ${to}`);
    expect(said).toEqual([
      'support-reads: the whole → nothing',
      'support-reads: allow → deny',
      'support-reads: to team → not asked',
      'small-refunds: the whole → nothing',
      'small-refunds: allow → deny',
      'small-refunds: to role → not asked',
      'small-refunds: 100 → 101',
      'ann-files: the whole → nothing',
      'ann-files: allow → deny',
      'ann-files: to agent → not asked',
      'guests: the whole → nothing',
      'guests: allow → deny',
      'guests: to agent → not asked',
      'office-hours: the whole → nothing',
      'office-hours: deny → allow',
      'office-hours: tool.annotations.destructiveHint → true',
      'office-hours: request.time.getHours("Europe/Berlin") >= 18 → true',
      'office-hours: "Europe/Berlin" → "Europe/Berlin~"',
      'office-hours: 18 → 19',
      'per-agent: the whole → nothing',
      'per-agent: rate 100/minute → 101/minute',
      'per-agent: rate 100/minute → 100/hour',
      'per-agent: burst 20 → 21',
    ]);
  });

  test('in what is charged, what leads on, what chooses an address', () => {
    const { root, models } = openDocument(join(suites, 'conditions/gateway.yaml'))!;
    const said = (name: string) =>
      mutantsOf(root, models).flatMap((one) => (one.name === name ? [`${one.from} → ${one.to}`] : []));
    expect(said('per-customer')).toEqual([
      'the whole → nothing',
      'rate 60/minute → 61/minute',
      'rate 60/minute → 60/hour',
      'burst 2 → 3',
      'per agent → not asked',
      'per has(args.customer) && args.customer != "" ? args.customer : "(none)" → not asked',
      'has(args.customer) && args.customer != "" → true',
      'has(args.customer) && args.customer != "" → false',
      'has(args.customer) → true',
      'args.customer != "" → true',
      '"" → "~"',
    ]);
    expect(said('by-tier')).toEqual([
      'the whole → nothing',
      'rate 600/minute → 601/minute',
      'rate 600/minute → 600/hour',
    ]);
    expect(said('searching')).toEqual([
      'this link → nothing',
      'this link → nothing',
      'this link → the one before',
      'this trigger → nothing',
      'this trigger → nothing',
      'safe → not safe',
      'result.isError → true',
      '(result.text.contains("busy") || result.text == "later") → true',
      'result.text.contains("busy") → false',
      'result.text == "later" → false',
      '"busy" → "busy~"',
      '"later" → "later~"',
    ]);
    expect(said('the addresses of crm')).toEqual(['has(args.id) → true', 'has(args.id) → false']);
  });

  test('the document stays as it was', () => {
    const document = openDocument(join(suites, 'gateway.yaml'))!;
    const before = document.plan(document.root)!.text;
    const changed = mutantsOf(document.root, document.models).map(({ root }) => document.plan(root)?.text);
    expect(document.plan(document.root)!.text).toBe(before);
    // One does not compile: there is no such time zone. The others are all different.
    expect(changed.filter((text) => text === undefined)).toHaveLength(1);
    expect(new Set([before, ...changed]).size).toBe(changed.length + 1);
  });
});

test('--mutate fails where a mistake is not noticed, unless --min is content', async () => {
  const status = async (...argv: string[]) => {
    let err = '';
    const io = {
      out: () => undefined,
      err: (text: string) => {
        err = text;
      },
      colour: false,
    };
    return [await run(['test', file, '--mutate', '--mutants', '4', ...argv], io), err];
  };
  const [strict, told] = await status();
  expect(strict).toBe(1);
  expect(told).toMatch(/^mcpgw: The tests of .*gateway\.yaml notice \d+ %, less than 100 %\.\n$/);
  expect(await status('--min', '10')).toEqual([0, '']);
});
