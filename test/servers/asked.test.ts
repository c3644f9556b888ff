// A call whose server asks meanwhile: the server's own time stands still as long as its question is open.
import { expect, it } from 'vitest';
import type { Ask } from '../../runtime/contract/server.ts';
import { sendCall } from '../../runtime/servers/call.ts';
import type { Keep } from '../../runtime/servers/keep.ts';
import type { Link, Peer, Waiter } from '../../runtime/servers/link.ts';
import { fakeTime } from '../catalog/fakes.ts';
import { toolCall } from './world.ts';

it('has its deadline again once all questions are answered or taken back', async () => {
  const { clock, advance } = fakeTime();
  let waiter: Waiter | undefined;
  const link = {
    agreement: { era: 'legacy', version: '2025-11-25', capabilities: {}, instructions: null },
    send(_: unknown, given: Waiter) {
      waiter = given;
      return () => {};
    },
  } as unknown as Link;
  const peer = { clock, nextId: () => 1, redact: (text: string) => text } as unknown as Peer;
  const ends: string[] = [];
  const answers: ((member: string) => void)[] = [];
  sendCall(peer, { current: () => link } as Keep, toolCall('t'), {
    notification() {},
    asked: (_, respond) => void answers.push(respond),
    answer: () => void ends.push('answered'),
    failed: ({ kind }) => void ends.push(kind),
  });
  const { timeoutMs } = toolCall('t');
  const said: string[] = [];
  const taken = new AbortController();
  const question: Ask = { method: 'roots/list', params: '{}' };
  waiter!.asked!({ ...question, signal: taken.signal }, (member) => void said.push(member));
  waiter!.asked!(question, (member) => void said.push(member));
  await advance(timeoutMs * 3);
  taken.abort();
  // Neither the one that was taken back nor a second word counts.
  answers[0]!('"result":{}');
  await advance(timeoutMs * 3);
  answers[1]!('"result":{}');
  answers[1]!('"result":{}');
  expect([said, ends]).toEqual([['"result":{}'], []]);
  await advance(timeoutMs + 1);
  expect(ends).toEqual(['timeout']);
});
