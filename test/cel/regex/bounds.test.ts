// No text and no pattern makes a search slow or large. Counted in steps, which no machine changes.
import { describe, expect, it } from 'vitest';
import { compileRegex } from '../../../compiler/cel/regex/index.ts';
import { celError } from '../../../runtime/cel/error.ts';
import { cell, createMemory } from '../../../runtime/cel/regex/memory.ts';
import { createStepper, type Position } from '../../../runtime/cel/regex/re2/step.ts';
import { mostSteps } from '../../../runtime/cel/regex/search.ts';
import { emitted, planOf, ported, programFor } from './searches.ts';

/** `a` and `b` in no order, the same each time. */
function shuffled(length: number): string {
  let seed = 1;
  const next = (): string => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed & 0x10000 ? 'a' : 'b';
  };
  return Array.from({ length }, next).join('');
}

const size = (pattern: string): number => programFor(pattern).code.length / 3;

describe('patterns that are slow elsewhere', () => {
  const length = 10_000;
  const texts = [
    'a'.repeat(length),
    `${'a'.repeat(length)}!`,
    'ab'.repeat(length / 2),
    shuffled(length),
    'x'.repeat(length),
  ];
  it.each([
    ...[
      '^(a+)+$',
      '^(a|a)*b$',
      '^(a*)*$',
      '^(a|b|ab)*c$',
      '^(.*)(.*)(.*)x$',
      '(x+x+)+y',
      '^(([a-z])+.)+[A-Z]([a-z])+$',
    ],
    ...[
      '^(a?){30}a{30}$',
      '^(?:(?:a{1,3}){1,3}){1,3}$',
      '^(\\w+\\s?)*$',
      '^((a|b)*(a|b)*)*c',
      '(?:.*a){12}',
      '\\b(a+)+\\b!',
    ],
  ])('%s costs a few steps, then looks into a table', (pattern) => {
    for (const text of texts) {
      const { search, meter } = ported(pattern);
      const found = search(text);
      // What is learned does not depend on how long the text is, but on the pattern's automaton.
      expect(meter.steps).toBeLessThan(40_000);
      expect(emitted(pattern)(text)).toBe(found);
      expect(search(text)).toBe(found);
      expect(meter.steps).toBe(0);
    }
  });

  it('are answered right at that length', () => {
    expect(emitted('^(a+)+$')('a'.repeat(length))).toBe(true);
    expect(emitted('^(a+)+$')(`${'a'.repeat(length)}!`)).toBe(false);
    expect(emitted('(a|a)*b')(`${'a'.repeat(length)}b`)).toBe(true);
    expect(emitted('^(.*)(.*)(.*)x$')(`${'a'.repeat(length)}x`)).toBe(true);
    expect(emitted('^(.*)(.*)(.*)x$')('a'.repeat(length))).toBe(false);
  });
});

describe('a pattern with more states than are remembered', () => {
  const pattern = '^(a|b)*a(a|b){20}$';

  it('costs at most some steps for each instruction and character', () => {
    const steps = [10_000, 20_000].map((length) => {
      const { search, meter } = ported(pattern);
      const text = shuffled(length);
      expect(search(text)).toBe(text.at(-21) === 'a');
      expect(meter.steps).toBeGreaterThan(10 * length);
      expect(meter.steps).toBeLessThan(5 * size(pattern) * length);
      return meter.steps;
    });
    expect(steps[1]! / steps[0]!).toBeLessThan(2.2);
  });

  it('stays small in memory', () => {
    const program = programFor('(a|b)*a(a|b){20}c');
    const stepper = createStepper(program, { steps: 0 });
    const memory = createMemory(stepper, stepper.first() as Position);
    const kinds = { a: program.alphabet.classes[1]!, b: program.alphabet.classes[2]! };
    let [row, longest] = [memory.first, 0];
    for (const char of shuffled(50_000) as Iterable<'a' | 'b'>) {
      const known = memory.table[row + kinds[char]]!;
      row = known === cell.unknown ? memory.learn(row, kinds[char]) : known;
      longest = Math.max(longest, memory.table.length);
    }
    expect(memory.forgotten).toBeGreaterThan(1);
    expect(longest).toBeLessThanOrEqual(1 << 17);
  });

  it('forgets without mixing up what it learns next', () => {
    const program = programFor('(a|b)*a(a|b){20}c');
    const [a, b, other] = [
      program.alphabet.classes[1]!,
      program.alphabet.classes[2]!,
      program.alphabet.classes[0]!,
    ];
    const fresh = () => {
      const stepper = createStepper(program, { steps: 0 });
      return createMemory(stepper, stepper.first() as Position);
    };
    /** Learns so often, or until all is forgotten; returns how often. */
    const fill = (memory: ReturnType<typeof fresh>, most: number): number => {
      let row = memory.first;
      let learned = 0;
      for (const char of shuffled(100_000)) {
        const kind = char === 'a' ? a : b;
        const known = memory.table[row + kind]!;
        if (known === cell.unknown && learned === most) return learned;
        if (known === cell.unknown) learned++;
        row = known === cell.unknown ? memory.learn(row, kind) : known;
        if (memory.forgotten > 0) return learned;
      }
      throw new Error('It never was full.');
    };
    const full = fill(fresh(), Number.POSITIVE_INFINITY);
    const memory = fresh();
    fill(memory, full - 1);
    expect(memory.forgotten).toBe(0);
    // One of the first rows, which another state takes when all is forgotten.
    const early = memory.table[memory.table[memory.table[memory.first + a]! + b]! + a]!;
    const next = memory.learn(early, other);
    expect(memory.forgotten).toBe(1);
    expect(memory.table[early + other]).toBe(cell.unknown);
    expect(memory.positionOf(next).at.length).toBeGreaterThan(0);
  });

  it('is an error too where places are few and the ways between them many', () => {
    const long = `(?:${'(?:'.repeat(200)}x${')?'.repeat(200)})`;
    const pattern = `^(?:a|b)*a${`[ab]${long}`.repeat(20)}c$`;
    const { search, meter } = ported(pattern);
    expect(() => search(shuffled(30_000))).toThrow(celError);
    expect(meter.steps).toBeLessThan(mostSteps + 5 * size(pattern));
  });

  it('is an error where it would hold up the others', () => {
    const { search, meter } = ported('^(a|b)*a(a|b){900}$');
    expect(() => search(shuffled(30_000))).toThrow(celError);
    expect(meter.steps).toBeGreaterThan(mostSteps);
    expect(meter.steps).toBeLessThan(mostSteps + 5 * 4_000);
    // And the next text is not charged for it.
    expect(search('a'.repeat(901))).toBe(true);
  });
});

describe('hostile patterns', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => String.fromCodePoint(0x4e00 + i * 7));
  const many = Array.from({ length: 900 }, (_, i) => String.fromCodePoint(0x4e00 + i * 7));
  const names = Array.from({ length: 700 }, (_, i) => `tool_${(i * 7919) % 10_007}`);

  /** Pattern, and what the plan needs of the runtime for it. */
  it.each([
    ['an exponential automaton', '(a|b)*a(a|b){30}', 'searchProgram'],
    ['counts within counts', '\\b(\\w{1,30}\\s){30}', 'searchProgram'],
    ['counts of words', '(abcd|x){800}', 'searchPattern'],
    ['large classes, many times', '(\\pL{10}){100}', 'searchProgram'],
    ['a class for each of many', many.map((char) => `[^${char}]`).join(''), 'searchPattern'],
    ['many characters', many.join('|x'), 'searchPattern'],
    ['many names', names.join('|'), 'searchPattern'],
    ['a hundred characters', `^[${hundred.join('')}]+$`, 'searchTable'],
    ['optional ones in a row', '(a?){500}a{500}', 'searchProgram'],
    ['a gap of any characters', 'x[^y]{200}z', 'searchProgram'],
    ['alternatives of nothing', '|'.repeat(40_000), ''],
    ['nesting', `${'(?:'.repeat(998)}a${')*'.repeat(998)}`, ''],
    ['a class of many members', `[${'az'.repeat(20_000)}]`, 'searchTable'],
    ['cases of many characters', `(?i)^${'abcdefghij'.repeat(900)}`, 'searchPattern'],
  ])('%s: compiled in little time, to little', (_, pattern, needs) => {
    const before = process.cpuUsage();
    const plan = planOf(pattern);
    const { user, system } = process.cpuUsage(before);
    expect(plan.needs.join()).toBe(needs);
    expect(plan.text.length).toBeLessThan(17_000);
    expect((user + system) / 1_000).toBeLessThan(500);
  });

  it.each([
    ['(abcdefghijkl){1000}', 'The pattern is too large: it needs over 10000 steps for a character.'],
    [
      '((a{0,30}){0,30}bcdefghijklm){1,1}x'.repeat(8),
      'The pattern is too large: it needs over 10000 steps for a character.',
    ],
    [
      many.concat(many.map((char) => `[^${char}]`)).join('|y'),
      'The pattern is too large: it needs over 10000 steps for a character.',
    ],
    [`[${'\\pL'.repeat(150)}]`, 'The classes of the pattern are too large together.'],
    ['a'.repeat(50_001), 'The pattern is longer than 50000 characters.'],
  ])('%.20s… is refused', (pattern, message) => {
    const before = process.cpuUsage();
    expect(compileRegex(pattern)).toMatchObject({
      ok: false,
      problem: { start: 0, end: pattern.length, message },
    });
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(500);
  });
});
