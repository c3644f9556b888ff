// A program as text and back, so that a bundle can search without holding the parser.
import { gaps, pack, sums, unpack } from './packed.ts';
import type { Program } from './program.ts';

export function packProgram({ alphabet, sides, members, code, start }: Program): string {
  const { starts, classes, count } = alphabet;
  const held = members.map((row) => [...row.keys()].filter((kind) => row[kind] === 1));
  return pack([
    ...[count, starts.length, members.length, start],
    ...gaps(starts),
    ...classes,
    ...sides,
    ...held.flatMap((kinds) => [kinds.length, ...gaps(kinds)]),
    ...code,
  ]);
}

/** Reads what `packProgram` wrote. */
export function unpackProgram(packed: string): Program {
  const numbers = unpack(packed);
  let at = 0;
  const take = (length: number): number[] => {
    at += length;
    return numbers.slice(at - length, at);
  };
  const [count, intervals, sets, start] = take(4) as [number, number, number, number];
  const alphabet = { starts: sums(take(intervals)), classes: take(intervals), count };
  const sides = take(count);
  const members = Array.from({ length: sets }, () => {
    const row = new Uint8Array(count);
    for (const kind of sums(take(take(1)[0]!))) row[kind] = 1;
    return row;
  });
  return { alphabet, sides, members, code: numbers.slice(at), start };
}
