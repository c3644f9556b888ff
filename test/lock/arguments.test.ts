// Arguments against the locked schema, end to end: refused before a server sees them, typed in conditions, sent as they came.
import { afterEach, expect, test } from 'vitest';
import { check } from '../../compiler/index.ts';
import { type Backend, startBackend } from '../backends/index.ts';
import { type Emitted, emit, type Serving, serve } from '../hosts/suite/emitted.ts';
import { memoryIo } from '../language/memory-io.ts';
import { ask, gateway, lockText, scripted, search } from './world.ts';

const refund = {
  ...search('Pays back.'),
  name: 'refund',
  inputSchema: {
    type: 'object',
    properties: {
      amount: { type: 'integer', minimum: 1 },
      note: { type: 'string', maxLength: 5, pattern: '^[a-z]+$' },
    },
    required: ['amount'],
    additionalProperties: false,
  },
};
const files = { 'tools.lock.json': lockText({ crm: [refund, search('Finds.')] }) };
const open: { backend?: Backend; emitted?: Emitted; serving?: Serving } = {};

afterEach(async () => {
  await open.serving?.stop();
  await open.backend?.stop();
  open.emitted?.remove();
});

test('what does not fit is a result the agent can act on, and reaches no server', async () => {
  open.backend = await startBackend({ tools: [scripted(refund), scripted(search('Finds.'))] });
  const rules = 'limits: [{ name: one, per: agent, rate: 100/minute }]';
  open.emitted = await emit(gateway(`{ url: "${open.backend.url}" }`, 'onDrift: hide', rules), files);
  open.serving = await serve(open.emitted);
  const { url, audited } = open.serving;
  const call = (args: unknown) => ask(url, 'tools/call', { name: 'crm__refund', arguments: args });
  const wrong = await call({ amount: 'ten' });
  expect(wrong.result).toMatchObject({ isError: true });
  expect(wrong.result?.content?.[0]?.text).toMatch(
    /^Invalid arguments: “amount” must be integer, not string\. \(reference \w+-\w+\)$/,
  );
  const record = await audited(({ decision }) => decision === 'invalid');
  expect(record).toMatchObject({ stage: 'arguments', tool: 'crm__refund', rule: null, status: 200 });
  expect((await call({ amount: 1, node: 'x' })).result?.content?.[0]?.text).toContain('“node” is not known');
  expect((await call(undefined)).result?.content?.[0]?.text).toContain('“amount” is missing');
  expect((await call({ amount: 1, note: 'A' })).result?.content?.[0]?.text).toContain('the pattern ^[a-z]+$');
  expect(open.backend.ledger).toEqual([]);
  expect((await call({ amount: 1.0, note: 'abc' })).result?.isError).toBeUndefined();
  expect(open.backend.ledger).toHaveLength(1);
});

test('a condition knows the types, and what is sent are the bytes as they came', async () => {
  open.backend = await startBackend({ tools: [scripted(refund)] });
  const yaml = gateway(`{ url: "${open.backend.url}" }`, 'onDrift: hide').replace(
    '{ name: all, allow: "*" }',
    '{ name: small, allow: crm__refund, when: args.amount <= 9007199254740993 }',
  );
  open.emitted = await emit(yaml, files);
  open.serving = await serve(open.emitted);
  const send = (amount: string) =>
    ask(
      open.serving!.url,
      'tools/call',
      { name: 'crm__refund', arguments: { amount: `RAW${amount}` } },
      (body) => body.replace(/"RAW([^"]*)"/, '$1'),
    );
  expect((await send('9007199254740993')).result?.isError).toBeUndefined();
  expect((await send('9007199254740994')).result?.content?.[0]?.text).toContain('not allowed');
  expect((await send('1.0')).result?.isError).toBeUndefined();
  expect(await send('99999999999999999999')).toMatchObject({ error: { code: -32602 } });
  expect(open.backend.ledger.map(({ args }) => args)).toEqual([
    '{"amount":9007199254740993}',
    '{"amount":1.0}',
  ]);
});

test('a condition that does not fit the locked schemas is a finding', () => {
  const says = (when: string, onDrift = 'hide', allow = 'crm__refund') => {
    const yaml = gateway('{ url: "https://crm.internal/mcp" }', `onDrift: ${onDrift}`).replace(
      '{ name: all, allow: "*" }',
      `{ name: some, allow: "${allow}", when: '${when}' }`,
    );
    const { findings } = check('/g/gateway.yaml', { io: memoryIo('/g', { ...files, 'gateway.yaml': yaml }) });
    return findings.filter(({ rule }) => rule.startsWith('cel/')).map(({ message }) => message);
  };
  expect(says('args.amount <= 100')).toEqual([]);
  expect(says('args.amuont <= 100')).toEqual([expect.stringContaining('amuont')]);
  expect(says('args.amount.startsWith("x")')).not.toEqual([]);
  expect(says('args.note == 3')).not.toEqual([]);
  // Another tool may have any arguments; and so may one that nobody reviewed.
  const nearly = expect.stringContaining('declares no property `amuont`');
  expect(says('args.amuont <= 100', 'hide', '*')).toEqual([nearly]);
  expect(says('has(args.amuont) && args.amuont <= 100', 'hide', '*')).toEqual([nearly]);
  expect(says('args.other <= 100', 'hide', '*')).toEqual([expect.stringContaining('may be missing')]);
  expect(says('args.amuont <= 100', 'allow')).toEqual([]);
});
