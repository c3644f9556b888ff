// Ids of tasks end: past that, its own agent is told that there is no such task.
import { expect, it } from 'vitest';
import type { Environment } from '../../runtime/contract/environment.ts';
import type { Call } from '../../runtime/gateway/call.ts';
import { encode } from '../../runtime/protocol/bytes.ts';
import { scanClient } from '../../runtime/protocol/scan.ts';
import { createSeal } from '../../runtime/seal/index.ts';
import { createIds } from '../../runtime/tasks/ids.ts';
import { taskStage } from '../../runtime/tasks/index.ts';
import { fakeTime } from '../catalog/fakes.ts';
import { agent } from '../gateway/facts.ts';

const DAY = 24 * 3600_000;
const KEY = new Uint8Array(32).fill(1);
const NOT_FOUND = { code: -32602, text: 'Failed to retrieve task: Task not found' };

it.each([
  ['one that is short, for a day', 1000, DAY],
  ['one of three days, for these', 3 * DAY, 3 * DAY],
  ['one without end, for thirty days', null, 30 * DAY],
  ['one of a year, for thirty days', 365 * DAY, 30 * DAY],
])('finds %s', async (_, ttlMs, life) => {
  const time = fakeTime();
  const random = (count: number) => new Uint8Array(count).fill(7);
  const environment = { clock: time.clock, random } as unknown as Environment;
  const ids = createIds(createSeal([KEY], random), environment);
  const id = ids.seal(
    agent(),
    { server: 's', tool: 't', to: null, id: 'own', ref: 'r', policy: 'p', args: '{}' },
    ttlMs,
  );
  const stage = taskStage({
    environment,
    keys: [KEY],
    known: null,
    late: null,
    redactor: () => (text) => text,
  });
  const get = (): unknown => {
    const json = `{"jsonrpc":"2.0","id":1,"method":"tasks/get","params":{"taskId":"${id}"}}`;
    const message = scanClient(encode(json), { depth: 8 });
    let said: unknown = null;
    const call = {
      request: { era: 'legacy', message, agent: agent(), session: null },
      core: { catalog: { find: (_kind: string, tool: string) => new Promise(() => (said = tool)) } },
      ofTask() {},
      refuse: (refusal: unknown) => (said = refusal),
    } as unknown as Call;
    expect(stage.take(call, {} as Parameters<typeof stage.take>[1])).toBe(true);
    return said;
  };
  await time.advance(life - 1);
  expect(get()).toBe('t');
  await time.advance(1);
  expect(get()).toMatchObject(NOT_FOUND);
});
