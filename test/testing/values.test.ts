// Values of CEL in words: short, whatever they are.
import { describe, expect, it } from 'vitest';
import { showValue } from '../../compiler/testing/twin/values.ts';

describe('a value', () => {
  it.each([
    [[1, 'a', null, { b: [true] }], '[1,"a",null,{"b":[true]}]'],
    [{}, '{}'],
    [2n ** 40n, '1099511627776'],
    ['x'.repeat(57), `"${'x'.repeat(57)}"`],
    ['x'.repeat(59), `"${'x'.repeat(58)}…`],
    [Array(29).fill(7), `[${Array(29).fill(7).join(',')}]`],
    [Array(30).fill(7), `[${Array(29).fill(7).join(',')},…`],
  ])('is shown as it is, or its beginning: %s', (value, shown) => {
    expect(showValue(value, 'dyn')).toBe(shown);
  });

  it('may be one that is there or not', () => {
    const shown = (present: boolean, value: unknown) => showValue({ present, value }, 'optional');
    expect([shown(true, ['x']), shown(false, null)]).toEqual(['optional.of(["x"])', 'optional.none()']);
  });

  it.each([
    ['lists', (value: unknown): unknown => [value, value]],
    ['maps', (value: unknown): unknown => ({ a: value, b: value })],
  ])('is shown that has more parts than can be gone over: %s', (_, twice) => {
    const doubled = Array.from({ length: 60 }).reduce<unknown>(twice, 1);
    expect(showValue(doubled, 'dyn')).toMatch(/^[[{].{58}…$/);
  });
});
