// The Unicode tables against the Unicode of this Node, where both are of one version; UPDATE=1 makes the tables anew.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createUnicode } from '../../../runtime/cel/regex/re2/unicode.ts';
import { expectGolden } from '../../golden.ts';
import { foldOrbits, unicodeModule } from './unicode.ts';

const path = join(import.meta.dirname, '../../../runtime/cel/regex/re2/generated/unicode.ts');

const tabled = /Unicode ([0-9.]+)/.exec(readFileSync(path, 'utf8'))?.[1];
const same = tabled === process.versions.unicode || process.env.UPDATE === '1';

describe('the Unicode tables', () => {
  it.runIf(same)('are what this Node says', () => {
    expectGolden(path, unicodeModule());
  });

  it.runIf(same)('fold each character to all of its letter, and no other', () => {
    const next = foldOrbits();
    const { fold } = createUnicode();
    for (const [point, other] of next) {
      const orbit = new Set([point]);
      for (let at = other; at !== point; at = next.get(at)!) orbit.add(at);
      expect(pointsIn(fold([point, point])), point.toString(16)).toEqual([...orbit].sort((a, b) => a - b));
    }
    expect(next.size).toBeGreaterThan(2_800);
    for (let point = 0; point < 0x3000; point++)
      if (!next.has(point)) expect(fold([point, point])).toEqual([point, point]);
  });

  it('hold what is true of any version', () => {
    const { classOf, fold } = createUnicode();
    expect(classOf('Any')).toEqual([0, 0x10ffff]);
    expect(classOf('Braille')).toEqual([0x2800, 0x28ff]);
    expect(classOf('Zl')).toEqual([0x2028, 0x2028]);
    expect(classOf('Cs')).toEqual([0xd800, 0xdfff]);
    expect(classOf('Z')).toEqual([
      0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f, 0x205f,
      0x3000, 0x3000,
    ]);
    for (const none of ['', 'Cn', 'LC', 'greek', 'Unknown', 'Letter', '^L', 'constructor', '__proto__'])
      expect(classOf(none), none).toBeUndefined();
    expect(fold([0x73, 0x73])).toEqual([0x53, 0x53, 0x73, 0x73, 0x17f, 0x17f]);
    expect(fold([0x6b, 0x6b])).toEqual([0x4b, 0x4b, 0x6b, 0x6b, 0x212a, 0x212a]);
    // The dotted and the dotless i of Turkish fold to nothing else.
    expect(fold([0x130, 0x131])).toEqual([0x130, 0x131]);
    expect(fold([0x398, 0x398])).toEqual([0x398, 0x398, 0x3b8, 0x3b8, 0x3d1, 0x3d1, 0x3f4, 0x3f4]);
  });
});

function pointsIn(set: readonly number[]): number[] {
  const points: number[] = [];
  for (let i = 0; i < set.length; i += 2) for (let p = set[i]!; p <= set[i + 1]!; p++) points.push(p);
  return points;
}
