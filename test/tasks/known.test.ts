// What is kept of tasks that no server keeps: in time, and within bounds.
import { expect, it } from 'vitest';
import type { Outcome, SharedSessions } from '../../runtime/contract/shared.ts';
import { createKnown } from '../../runtime/tasks/known.ts';
import { fakeTime } from '../catalog/fakes.ts';

const MIB = 1024 * 1024;
const outcome = (at: number, size = 2, ttlMs = 1000): Outcome => ({
  at,
  ttlMs,
  result: 'x'.repeat(size),
  isError: false,
});

function start(all: NonNullable<SharedSessions['tasks']> = new Map()) {
  const time = fakeTime();
  return { time, all, known: createKnown(all, time.clock) };
}

it('keeps an outcome for its time, and is rid of it then', async () => {
  const { time, all, known } = start();
  const kept = outcome(time.clock.now());
  known.add('ann', 'one', kept);
  await time.advance(999);
  expect(known.outcome('ann', 'one')).toBe(kept);
  expect(known.outcome('bob', 'one')).toBeNull();
  await time.advance(1);
  expect(known.outcome('ann', 'one')).toBeNull();
  expect([known.of('ann'), all.size]).toEqual([[], 0]);
});

it('is rid of what nobody asks for when the next one comes', async () => {
  const { time, known } = start();
  known.add('ann', 'one', outcome(time.clock.now()));
  known.add('ann', 'two', null);
  await time.advance(1000);
  known.add('bob', 'three', outcome(time.clock.now()));
  expect(known.of('ann')).toEqual(['two']);
});

it('keeps 16 MiB of one agent: the oldest goes first, and nobody else’s', () => {
  const { time, known } = start();
  known.add('bob', 'his', outcome(time.clock.now(), 10 * MIB));
  for (const id of ['one', 'two', 'three']) known.add('ann', id, outcome(time.clock.now(), 7 * MIB));
  expect([...known.of('ann'), ...known.of('bob')]).toEqual(['two', 'three', 'his']);
});

it('keeps 64 MiB of all together, also of those that it was given', () => {
  const { time, all, known } = start();
  for (const owner of ['ann', 'bob', 'cid', 'dan'])
    known.add(owner, owner, outcome(time.clock.now(), 16 * MIB));
  const next = createKnown(all, time.clock);
  next.add('eve', 'eve', outcome(time.clock.now(), 16 * MIB));
  expect([...all.keys()]).toEqual(['bob', 'cid', 'dan', 'eve']);
});

it('knows a thousand tasks of an agent: the oldest goes first', () => {
  const { known } = start();
  for (let n = 0; n < 1001; n++) known.add('ann', String(n), null);
  expect(known.of('ann')).toHaveLength(1000);
  expect(known.of('ann')[0]).toBe('1');
});
