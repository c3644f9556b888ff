// Matrices, steps and lists against a gateway that is a function: every way in which a test can fail does fail.
import { describe, expect, test } from 'vitest';
import type { Question } from '../../compiler/testing/ask.ts';
import { runList } from '../../compiler/testing/kinds/list.ts';
import { runMatrix } from '../../compiler/testing/kinds/matrix.ts';
import { runSteps } from '../../compiler/testing/kinds/steps.ts';
import type {
  CallStep,
  Expectation,
  ListTest,
  MatrixTest,
  Placed,
  Want,
} from '../../compiler/testing/model.ts';
import type { Outcome } from '../../compiler/testing/outcome.ts';
import type { AuditRecord } from '../../runtime/contract/audit.ts';

const range = { file: 'tests.yaml', start: 0, end: 1 };
const placed = <T>(value: T): Placed<T> => ({ value, range });

function outcome(
  decision: AuditRecord['decision'],
  more: Partial<Outcome> = {},
  rule: string | null = null,
): Outcome {
  const record = { decision, rule, place: null, stage: 'access', reason: null } as AuditRecord;
  const nothing = { servedBy: null, attempts: null, retryAfter: null, scopes: [], text: '', conflict: null };
  return { record, ...nothing, ...more };
}

const bySize = async ({ args }: Question): Promise<Outcome> =>
  Number(args.amount) <= 100 ? outcome('allow', { servedBy: 'pay' }, 'small') : outcome('hidden');

function expectation(where: Record<string, unknown>, want: Want): Expectation {
  const args = Object.entries(where).filter(([key]) => key.startsWith('args.'));
  return {
    range,
    want,
    where: {
      range,
      as: [where.as ?? []].flat().map((name) => placed(String(name))),
      call: [where.call ?? []].flat().map((name) => placed(String(name))),
      args: args.map(([key, value]) => ({ path: key.split('.').slice(1), value })),
    },
  };
}

function matrix(expectations: readonly Expectation[], otherwise: string | null): MatrixTest {
  return {
    kind: 'matrix',
    verb: 'call',
    name: 'refunds',
    range,
    audit: null,
    as: [placed('ann'), placed('bot')],
    call: [placed('pay__refund')],
    args: [placed({ amount: 50 }), placed({ amount: 5000 })],
    expect: expectations,
    otherwise: otherwise === null ? null : placed(otherwise),
  };
}

const small = expectation({ 'args.amount': 50 }, { decision: placed('allow'), rule: placed('small') });

describe('matrix', () => {
  test('calls every combination, and passes when all are as expected', async () => {
    expect(await runMatrix(matrix([small], 'deny'), bySize)).toEqual({ cases: 4, failures: [] });
  });

  test('“otherwise” catches an allow that no expectation names', async () => {
    const onlyAnn = expectation({ as: 'ann', 'args.amount': 50 }, { decision: placed('allow') });
    const { failures } = await runMatrix(matrix([onlyAnn], 'deny'), bySize);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({
      asked: { as: 'bot', args: { amount: 50 } },
      expected: 'deny',
      got: 'allow',
    });
  });

  test('deny covers hidden, hidden does not cover deny', async () => {
    const denies = async () => outcome('deny');
    expect((await runMatrix(matrix([small], 'hidden'), bySize)).failures).toHaveLength(0);
    expect((await runMatrix(matrix([], 'hidden'), denies)).failures).toHaveLength(4);
  });

  test.each([
    ['decision', { decision: placed('deny') }],
    ['rule', { rule: placed('other') }],
    ['limit', { limit: placed('small') }],
    ['servedBy', { servedBy: placed('crm') }],
    ['retryAfter', { retryAfter: placed(1) }],
    ['message', { message: placed('closed') }],
  ] as const)('a wrong %s fails', async (what, want) => {
    const { failures } = await runMatrix(matrix([expectation({ 'args.amount': 50 }, want)], 'deny'), bySize);
    expect(failures.map(({ message }) => message)).toEqual(Array(2).fill(`“${what}” is not as expected.`));
  });

  test('an expectation that fits nothing fails', async () => {
    const nothing = expectation({ 'args.amount': 51 }, { decision: placed('allow') });
    const { failures } = await runMatrix(matrix([small, nothing], 'deny'), bySize);
    expect(failures.map(({ message }) => message)).toEqual([
      'This expectation fits no combination of the matrix, so it proves nothing.',
    ]);
  });

  test('without “otherwise” every combination must be named', async () => {
    const { failures } = await runMatrix(matrix([small], null), bySize);
    expect(failures).toHaveLength(2);
    expect(failures[0]).toMatchObject({ asked: { args: { amount: 5000 } }, got: 'hidden' });
  });

  test('a record and an answer that disagree fail, whatever was expected', async () => {
    const lies = async () => outcome('deny', { conflict: 'two stories' });
    const { failures } = await runMatrix(matrix([], 'deny'), lies);
    expect(failures.map(({ message }) => message)).toEqual(Array(4).fill('two stories'));
  });
});

test('steps stop at the first failure and name the repetition', async () => {
  let calls = 0;
  const twice = async () => outcome(++calls <= 2 ? 'allow' : 'limited');
  const want = { decision: placed('allow') };
  const step: CallStep = {
    kind: 'call',
    range,
    repeat: 5,
    as: placed('bot'),
    verb: 'call',
    completes: null,
    call: placed('x'),
    args: {},
    want,
  };
  const ran = await runSteps({ kind: 'steps', name: 's', range, audit: null, steps: [step, step] }, twice, {
    advance: async () => undefined,
    fault: () => undefined,
  });
  expect(ran.cases).toBe(3);
  expect(ran.failures).toHaveLength(1);
  expect(ran.failures[0]).toMatchObject({ asked: { time: 3 }, expected: 'allow', got: 'limited' });
});

test('a list fails on one tool more, one less, and on a refusal', async () => {
  const names =
    (...seen: string[]) =>
    async () => ({ names: seen });
  const exactly = [placed('a'), placed('b')];
  const list = listing({ exactly });
  const messages = async (answer: Parameters<typeof runList>[1], test = list) =>
    (await runList(test, answer)).failures.map(({ message }) => message);
  expect(await messages(names('b', 'a'))).toEqual([]);
  expect(await messages(names('a', 'b', 'c'))).toEqual(['“c” is listed too.']);
  expect(await messages(names('a'))).toEqual(['“b” is not listed.']);
  expect(await messages(async () => ({ refused: 'HTTP status 401' }))).toEqual(['The list was refused.']);
  const some = listing({ include: [placed('a'), placed('c*')], exclude: [placed('x*')] });
  expect(await messages(names('a', 'b', 'c1'), some)).toEqual([]);
  expect(await messages(names('a', 'x1', 'x2'), some)).toEqual([
    '“c*” is not listed.',
    '“x1” is listed.',
    '“x2” is listed.',
  ]);
});

function listing(of: Partial<ListTest>): ListTest {
  const all = { exactly: null, include: [], exclude: [], listRange: range, audit: null };
  return { kind: 'list', name: 'l', range, as: placed('bot'), of: 'tools', ...all, ...of };
}
