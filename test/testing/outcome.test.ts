// The audit record and the answer must tell one story; what the agent is told is read from the answer.
import { describe, expect, test } from 'vitest';
import { outcomeOf, type Received } from '../../compiler/testing/outcome.ts';
import type { AuditRecord } from '../../runtime/contract/audit.ts';

const record = (decision: AuditRecord['decision']) =>
  ({ decision, rule: null, server: 'crm' }) as AuditRecord;
const result = (isError: boolean, text = 'x'): Received => ({
  status: 200,
  fields: [],
  message: { result: { content: [{ type: 'text', text }], isError } },
});
const error = (status: number, code: number, data: object = {}): Received => ({
  status,
  fields: [],
  message: { error: { code, message: 'no', data } },
});

const lacking: Received = {
  ...error(403, 403),
  fields: [
    ...['x-note', 'www-authenticate'],
    ...['www-authenticate', 'Bearer realm="x", error="insufficient_scope", scope="crm.write crm.train"'],
  ],
};

describe('record and answer', () => {
  const agreeing: readonly (readonly [AuditRecord['decision'], Received])[] = [
    ['allow', result(false)],
    ['allow', result(true)],
    ['deny', result(true)],
    ['invalid', result(true)],
    ['invalid', error(400, -32602)],
    ['hidden', error(200, -32602)],
    ['limited', error(429, 429)],
    ['challenge', lacking],
    ['unauthenticated', { status: 401, fields: [], message: null }],
    ['unavailable', error(503, 503)],
    ['error', error(502, 502)],
  ];
  test.each(agreeing)('%s agrees with its answer', (decision, received) => {
    expect(outcomeOf(record(decision), received).conflict).toBeNull();
  });

  const lying: readonly (readonly [AuditRecord['decision'], Received])[] = [
    ['deny', result(false)],
    ['hidden', result(true)],
    ['hidden', error(200, -32601)],
    ['limited', result(true)],
    ['unauthenticated', result(false)],
    ['challenge', error(403, 403)],
    ['challenge', { ...lacking, status: 401 }],
    ['allow', error(429, 429)],
    ['allow', { status: 200, fields: [], message: null }],
  ];
  test.each(lying)('%s does not agree with another answer', (decision, received) => {
    expect(outcomeOf(record(decision), received).conflict).toContain(
      `The audit record says ${decision}, but`,
    );
  });
});

test('what the agent is told: text, wait, and who served it', () => {
  expect(outcomeOf(record('allow'), result(false, 'two'))).toMatchObject({
    servedBy: 'crm',
    text: 'two',
    retryAfter: null,
  });
  expect(outcomeOf(record('limited'), error(429, 429, { retryAfterMs: 600 }))).toMatchObject({
    servedBy: null,
    text: 'no',
    retryAfter: 600,
  });
});

test('which scopes the agent is asked for', () => {
  expect(outcomeOf(record('challenge'), lacking).scopes).toEqual(['crm.write', 'crm.train']);
  const other = { ...lacking, fields: ['www-authenticate', 'Bearer realm="x", scope="crm.write"'] };
  expect(outcomeOf(record('unauthenticated'), other).scopes).toEqual([]);
});
