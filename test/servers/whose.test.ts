// Whose a line is that does not say so.
import { beforeEach, expect, it } from 'vitest';
import type { BackendCall } from '../../runtime/contract/server.ts';
import type { Waiter } from '../../runtime/servers/link.ts';
import { createWhose, type Whose } from '../../runtime/servers/whose.ts';
import { type FakeTime, fakeTime } from '../catalog/fakes.ts';

let time: FakeTime;
let whose: Whose;

beforeEach(() => {
  time = fakeTime();
  whose = createWhose(time.clock);
});

/** A call of an agent, or in the session of somebody whom nobody knows. */
function begin(name: string, session?: string | null): Waiter {
  const waiter = {} as Waiter;
  const agent = { method: session === undefined ? 'key' : 'anonymous', name };
  const request = { agent, session: session ? { key: session } : null };
  whose.begin(waiter, { of: { request } } as unknown as BackendCall);
  return waiter;
}

it('is the only call’s that is under way', () => {
  expect(whose.the()).toBeNull();
  const ann = begin('ann');
  expect(whose.the()).toBe(ann);
  const bob = begin('bob');
  expect(whose.the()).toBeNull();
  whose.end(ann, false);
  expect(whose.the()).toBe(bob);
});

it('is nobody’s for a minute after somebody else’s call was given up, which may go on', async () => {
  whose.end(begin('ann'), true);
  const again = begin('ann');
  expect(whose.the()).toBe(again);
  whose.end(again, false);
  const bob = begin('bob');
  expect(whose.the()).toBeNull();
  await time.advance(61_000);
  expect(whose.the()).toBe(bob);
});

it.each([
  ['a session', 's', 's', true],
  ['another session', 's', 't', false],
  ['nobody knows whom', null, null, false],
])('tells apart those whom nobody knows: %s', (_, before, now, known) => {
  whose.end(begin('guest', before), true);
  const call = begin('guest', now);
  expect(whose.the() === call).toBe(known);
});
