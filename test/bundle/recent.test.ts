// What is kept of what was made, and for how long.
import { expect, test } from 'vitest';
import { recent } from '../../compiler/bundle/recent.ts';

/** Makes capitals, and tells what it made; what is empty cannot be made. */
function maker() {
  const made: string[] = [];
  const ask = recent(2, async (given: string) => {
    made.push(given);
    if (given === '') throw new Error('nothing to make');
    return given.toUpperCase();
  });
  return { made, ask: (given: string) => ask(given, given) };
}

test('one thing is made once, also for two who ask at once', async () => {
  const { made, ask } = maker();
  expect(await Promise.all([ask('a'), ask('a')])).toEqual(['A', 'A']);
  expect(await ask('a')).toBe('A');
  expect(made).toEqual(['a']);
});

test('what was asked for longest ago is forgotten first', async () => {
  const { made, ask } = maker();
  for (const given of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(given);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

test('what failed is tried again', async () => {
  const { made, ask } = maker();
  await expect(ask('')).rejects.toThrow('nothing to make');
  await expect(ask('')).rejects.toThrow('nothing to make');
  expect(made).toEqual(['', '']);
});
