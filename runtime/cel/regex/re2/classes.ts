// The named classes of RE2 that are ASCII: `\d \s \w` and `[:alpha:]`.
import type { Ranges } from './ranges.ts';

export const digit: Ranges = [0x30, 0x39];
/** Without the vertical tab, which `[:space:]` has. */
export const space: Ranges = [0x09, 0x0a, 0x0c, 0x0d, 0x20, 0x20];
export const word: Ranges = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
export const newline: Ranges = [0x0a, 0x0a];

/** The class of `\d`, `\s` or `\w` by its lower-case letter. */
export function perlClass(letter: string): Ranges | undefined {
  return letter === 'd' ? digit : letter === 's' ? space : letter === 'w' ? word : undefined;
}

const posix: ReadonlyMap<string, Ranges> = new Map([
  ['alnum', [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a]],
  ['alpha', [0x41, 0x5a, 0x61, 0x7a]],
  ['ascii', [0x00, 0x7f]],
  ['blank', [0x09, 0x09, 0x20, 0x20]],
  ['cntrl', [0x00, 0x1f, 0x7f, 0x7f]],
  ['digit', digit],
  ['graph', [0x21, 0x7e]],
  ['lower', [0x61, 0x7a]],
  ['print', [0x20, 0x7e]],
  ['punct', [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e]],
  ['space', [0x09, 0x0d, 0x20, 0x20]],
  ['upper', [0x41, 0x5a]],
  ['word', word],
  ['xdigit', [0x30, 0x39, 0x41, 0x46, 0x61, 0x66]],
]);

/** The class of `[:name:]`. */
export function posixClass(name: string): Ranges | undefined {
  return posix.get(name);
}

export function posixNames(): readonly string[] {
  return [...posix.keys()];
}
