// Requests about a task: what its server asks on the way reaches the client whole, under the client's own id of the task.
import { expect, it } from 'vitest';
import type { Ask, BackendSink } from '../../runtime/contract/server.ts';
import type { TaskCall } from '../../runtime/contract/tasks.ts';
import { requestOf } from '../../runtime/tasks/forms.ts';
import { serveTask } from '../../runtime/tasks/serve.ts';

it('a question in the request for a result can be taken back, and its progress told', () => {
  let through: ((sink: BackendSink) => BackendSink) | undefined;
  const call = {
    request: { era: 'legacy', message: requestOf('tasks/result', 'the client’s'), agent: {} },
    item: { tasks: { form: 'legacy' }, timeoutMs: 1000 },
    task: { id: 'the server’s' },
    attempt(_: unknown, made: (sink: BackendSink) => BackendSink) {
      through = made;
    },
  };
  serveTask(call as unknown as TaskCall);

  const asked: Ask[] = [];
  const told: string[] = [];
  const { signal } = new AbortController();
  const progress = (params: string): void => void told.push(params);
  const sink = through!({
    notification() {},
    answer() {},
    failed() {},
    asked: (ask) => void asked.push(ask),
  });
  const params = '{"_meta":{"io.modelcontextprotocol/related-task":{"taskId":"the server’s"}}}';
  sink.asked!({ method: 'elicitation/create', params, signal, progress }, () => {});

  expect(asked).toMatchObject([{ method: 'elicitation/create', signal }]);
  expect(JSON.parse(asked[0]!.params)).toEqual({
    _meta: { 'io.modelcontextprotocol/related-task': { taskId: 'the client’s' } },
  });
  asked[0]!.progress?.('{"progress":1}');
  expect(told).toEqual(['{"progress":1}']);
});
