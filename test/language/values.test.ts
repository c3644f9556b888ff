// Durations, rates and hosts: what they mean, and where they are wrong.
import { describe, expect, test } from 'vitest';
import { parseDuration, parseHost, parseRate, parseTimeout } from '../../compiler/language/values.ts';

describe('durations', () => {
  test.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['5m', 300_000],
    ['12h', 43_200_000],
    ['30d', 2_592_000_000],
  ])('%s is %i ms', (text, value) => expect(parseDuration(text)).toEqual({ value }));

  test.each(['', '30', '30 s', '1.5s', '-1s', '0s', '0ms', '3661d', '99999999999999999999s', '1w'])(
    '“%s” is refused',
    (text) => expect(parseDuration(text)).toMatchObject({ start: 0, end: text.length }),
  );
});

describe('deadlines', () => {
  test('are durations that a timer can run for', () => {
    expect(parseTimeout('20d')).toEqual({ value: 1_728_000_000 });
    expect(parseTimeout('30d')).toMatchObject({
      start: 0,
      end: 3,
      wrong: expect.stringContaining('24 days'),
    });
    expect(parseTimeout('soon')).toHaveProperty('wrong');
  });
});

describe('rates', () => {
  test.each([
    ['100/minute', 100, 60_000],
    ['1/second', 1, 1000],
    ['5/hour', 5, 3_600_000],
    ['50000/day', 50_000, 86_400_000],
  ])('%s', (text, count, unitMs) => expect(parseRate(text)).toMatchObject({ value: { count, unitMs } }));

  test('a wrong number is pointed at, not the whole', () => {
    expect(parseRate('0/minute')).toMatchObject({ start: 0, end: 1 });
    expect(parseRate('9999999999/minute')).toMatchObject({ start: 0, end: 10 });
  });

  test.each(['', '100', '100/week', '1.5/minute', '/minute', '100 / minute'])('“%s” is refused', (text) =>
    expect(parseRate(text)).toHaveProperty('wrong'),
  );
});

describe('hosts', () => {
  test.each([
    ['node', 'node', null],
    ['node>=22.13', 'node', [22, 13]],
    ['node>=24', 'node', [24, 0]],
    ['workers', 'workers', null],
  ])('%s', (text, kind, least) => expect(parseHost(text)).toEqual({ value: { kind, least } }));

  test('a version is pointed at where it is wrong', () => {
    expect(parseHost('node>=20.18')).toMatchObject({ start: 6, end: 11 });
    expect(parseHost('bun>=1.2')).toMatchObject({ start: 3, end: 8 });
  });

  test.each(['nodejs', 'node>20', 'Node', ''])('“%s” is refused', (text) =>
    expect(parseHost(text)).toHaveProperty('wrong'),
  );
});
