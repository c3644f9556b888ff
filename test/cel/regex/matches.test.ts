// `matches` with patterns that are known only at run time.
import { describe, expect, it } from 'vitest';
import { printMatches } from '../../../compiler/cel/regex/index.ts';
import { createBuilder } from '../../../compiler/emit/builder.ts';
import { code } from '../../../compiler/emit/code.ts';
import { celError } from '../../../runtime/cel/error.ts';
import * as runtime from '../../../runtime/cel/regex/index.ts';

describe('createMatches', () => {
  it('finds, with more patterns than it keeps', () => {
    const matches = runtime.createMatches();
    for (let round = 0; round < 3; round++)
      for (let i = 0; i < 100; i++) {
        expect(matches(`a${i}b`, `^a${i}b$`)).toBe(true);
        expect(matches(`a${i}c`, `^a${i}b$`)).toBe(false);
      }
  });

  it('keeps what is used, and forgets the rest', () => {
    const compiled: string[] = [];
    const matches = runtime.createMatches((pattern) => {
      compiled.push(pattern);
      return (text) => text.includes(pattern);
    });
    for (let i = 0; i < 200; i++) {
      expect(matches('a0b', `${i}`)).toBe(i === 0);
      expect(matches('hot', 'hot')).toBe(true);
    }
    expect(compiled.filter((pattern) => pattern === 'hot')).toHaveLength(1);
    expect(compiled).toHaveLength(201);
    matches('a', '199');
    expect(compiled).toHaveLength(201);
    matches('a', '0');
    expect(compiled).toHaveLength(202);
  });

  it('has no value for a pattern that is not RE2, each time', () => {
    const matches = runtime.createMatches();
    for (const pattern of [
      '(',
      '(?=a)',
      '\\1',
      'x{1001}',
      '(abcdefghijkl){1000}',
      '\ud800',
      'a'.repeat(60_000),
    ])
      for (let round = 0; round < 2; round++) expect(() => matches('a', pattern)).toThrow(celError);
    expect(matches('a', 'a')).toBe(true);
  });

  it('is the plan’s own: once for all that ask', () => {
    const builder = createBuilder();
    const result = code`[${printMatches(builder)}, ${printMatches(builder)}]`;
    const { plan, cel } = builder.finish(result);
    expect(cel).toEqual(['createMatches']);
    const body = plan.text.replace('export function plan', 'return function plan');
    const [one, other] = new Function(body)()(runtime) as ((text: string, pattern: string) => boolean)[];
    expect(one).toBe(other);
    expect(one!('abc', 'b')).toBe(true);
  });
});
