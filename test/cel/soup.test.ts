// Whatever a person types: never a crash, every problem inside the text, and code only for what is right.
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { accessEnvironment, compileExpression, printCould, printFunction } from '../../compiler/cel/index.ts';
import { createBuilder } from '../../compiler/emit/builder.ts';

// A busy machine is no difference in meaning.
vi.setConfig({ testTimeout: 60_000 });

const piece = fc.constantFrom(
  ...[
    'agent',
    '.team',
    '.roles',
    'args',
    '.x',
    '==',
    '=',
    '&&',
    '&',
    '||',
    '!',
    '-',
    '+',
    'in',
    '?',
    ':',
    '(',
    ')',
    '[',
  ],
  ...[
    ']',
    '{',
    '}',
    ',',
    '"a"',
    '"',
    "'",
    '1',
    '1.5',
    '9223372036854775808',
    '0x',
    'true',
    'null',
    'has(',
    '.size()',
  ],
  ...[
    '.exists(',
    'x',
    ' ',
    '\n',
    '//',
    '\\',
    'r"',
    'and',
    'not',
    'timestamp(',
    '.getHours("',
    '”',
    '\u0000',
    '\ud800',
    '``',
  ],
);
const soup = fc.oneof(
  fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(' ')),
);

function compileAny(text: string): void {
  const compiled = compileExpression(text, accessEnvironment(), 'bool');
  expect(compiled.ok).toBe(compiled.problems.length === 0);
  for (const { start, end, message } of compiled.problems) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(text.length);
    expect(message).toMatch(/\.$/);
  }
  if (!compiled.ok) return;
  const builder = createBuilder();
  printCould(compiled, builder, 'allow');
  const { plan } = builder.finish(printFunction(compiled, builder));
  expect(() => new Function('cel', plan.text.replace('export function', 'function'))).not.toThrow();
}

describe('any text', () => {
  it('compiles or tells why not', () => {
    fc.assert(fc.property(soup, compileAny), { numRuns: 3000 });
  });

  it.each([
    ['quotes', '"'.repeat(40_000)],
    ['lines of quotes', '"\n'.repeat(16_000)],
    ['brackets', '([{'.repeat(11_000)],
    ['escapes', `"${'\\q'.repeat(16_000)}"`],
    ['names', 'a '.repeat(16_000)],
    ['digits', '9'.repeat(32_000)],
    ['operators', '&|='.repeat(10_000)],
    ['a long list', `args.x in [${'"a",'.repeat(8000)}]`],
  ])('is read in bounded time: %s', (_, text) => {
    const start = performance.now();
    compileAny(text);
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
