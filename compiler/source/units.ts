// A decoded string that remembers, for each UTF-16 unit, which characters of the source it came from.

export interface Units {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export interface UnitsBuilder {
  /** Appends text, all of whose units came from `start` to `end`. */
  push(text: string, start: number, end: number): void;
  /** Appends source characters as they are: each stands for itself, surrogate pairs as one. */
  copy(source: string, start: number, end: number): void;
  done(): Units;
}

export function unitsBuilder(): UnitsBuilder {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const push = (text: string, start: number, end: number): void => {
    parts.push(text);
    for (let unit = 0; unit < text.length; unit += 1) {
      starts.push(start);
      ends.push(end);
    }
  };
  const copy = (source: string, start: number, end: number): void => {
    let at = start;
    for (const character of source.slice(start, end)) {
      push(character, at, at + character.length);
      at += character.length;
    }
  };
  return { push, copy, done: () => ({ text: parts.join(''), starts, ends }) };
}
