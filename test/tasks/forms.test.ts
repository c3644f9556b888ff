// How a legacy server's task reads in the modern era, whatever it says beside.
import { expect, it } from 'vitest';
import { encode } from '../../runtime/protocol/bytes.ts';
import { scanServer } from '../../runtime/protocol/scan.ts';
import { finished, modernMembersOf } from '../../runtime/tasks/forms.ts';

const asking = {
  resultType: 'input_required',
  requestState: 's',
  inputRequests: { a: { method: 'sampling/createMessage', params: {} } },
  result: { resultType: 'input_required' },
  error: {},
};

it('asks a modern client nothing', () => {
  const task = { taskId: 'own', status: 'working', ttl: 1, odd: 2, ...asking };
  expect(JSON.parse(`{${modernMembersOf(task, 'id')}}`)).toEqual({
    taskId: 'id',
    status: 'working',
    ttlMs: 1,
    odd: 2,
  });
  const outcome = scanServer(encode('{"jsonrpc":"2.0","id":1,"result":{"content":[]}}'))!;
  expect(JSON.parse(finished(task, 'id', outcome))).toEqual({
    resultType: 'complete',
    taskId: 'id',
    status: 'completed',
    ttlMs: 1,
    odd: 2,
    result: { resultType: 'complete', content: [] },
  });
});
