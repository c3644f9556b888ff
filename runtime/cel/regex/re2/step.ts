// One character further with all the places of a program at once: no going back, so no pattern is slow.
import { asserted, op, type Program, side } from './program.ts';

/** Counts instructions that were looked at: what a search costs, whatever the machine. */
export interface Meter {
  steps: number;
}

/** Where a program stands after some characters: instructions that wait for the next one, in any order. */
export interface Position {
  readonly at: ArrayLike<number>;
  /** An assertion is among them. */
  readonly asks: boolean;
  /** What the last character was, if an assertion asks. */
  readonly before: number;
}

/** A position, or that the pattern is found, or that it cannot be found any more. */
export type Step = Position | 'found' | 'never';

export interface Stepper {
  readonly program: Program;
  first(): Step;
  /** After one more character of the class. */
  next(from: Position, kind: number): Step;
  /** Whether the pattern is found where the text ends. */
  found(from: Position): boolean;
}

export function createStepper(program: Program, meter: Meter): Stepper {
  const { code, members, sides } = program;
  const size = code.length / 3;
  const ready = createMarks(size);
  const waiting = createMarks(size);
  const stack: number[] = [];

  /** Puts what waits for a character, from `entry` on, among the marks. True if the pattern is found there. */
  function reach(entry: number, marks: Marks): boolean {
    let depth = 0;
    stack[depth++] = entry;
    while (depth > 0) {
      const at = stack[--depth]!;
      if (!add(marks, at)) continue;
      const operation = code[at * 3];
      if (operation === op.match) return true;
      if (operation !== op.split) continue;
      // Every split goes on the stack's height once: it never outgrows the program.
      const [x, y] = [code[at * 3 + 1]!, code[at * 3 + 2]!];
      if (!has(marks, y)) stack[depth++] = y;
      if (!has(marks, x)) stack[depth++] = x;
    }
    return false;
  }

  /** Goes through the assertions that hold between two characters. True if the pattern is found there. */
  function pass({ at, before }: Position, after: number): boolean {
    ready.size = 0;
    for (let i = 0; i < at.length; i++) add(ready, at[i]!);
    for (let i = 0; i < ready.size; i++) {
      const one = ready.list[i]!;
      meter.steps++;
      if (code[one * 3] !== op.assert || !holds(code[one * 3 + 1]!, before, after)) continue;
      if (reach(code[one * 3 + 2]!, ready)) return true;
    }
    return false;
  }

  function position(before: number): Step {
    const at: number[] = [];
    let asks = false;
    const { list, size } = waiting;
    for (let i = 0; i < size; i++) {
      const operation = code[list[i]! * 3];
      // No text begins twice.
      if (operation === op.split || begins(list[i]!)) continue;
      if (operation === op.assert) asks = true;
      at.push(list[i]!);
    }
    meter.steps += size;
    return at.length === 0 ? 'never' : { at, asks, before: asks ? before : side.other };
  }

  function begins(one: number): boolean {
    return code[one * 3] === op.assert && code[one * 3 + 1] === asserted.begin;
  }

  return {
    program,
    first() {
      waiting.size = 0;
      if (reach(program.start, waiting)) return 'found';
      for (let i = 0; i < waiting.size; i++) {
        const one = waiting.list[i]!;
        if (begins(one) && reach(code[one * 3 + 2]!, waiting)) return 'found';
      }
      return position(side.edge);
    },
    next(from, kind) {
      const after = sides[kind]!;
      if (from.asks && pass(from, after)) return 'found';
      const places = from.asks ? ready.list : from.at;
      const count = from.asks ? ready.size : from.at.length;
      waiting.size = 0;
      meter.steps += count;
      for (let i = 0; i < count; i++) {
        const one = places[i]! * 3;
        if (code[one] !== op.set || !members[code[one + 1]!]![kind]) continue;
        if (reach(code[one + 2]!, waiting)) return 'found';
      }
      return position(after);
    },
    found: (from) => from.asks && pass(from, side.edge),
  };
}

function holds(assertion: number, before: number, after: number): boolean {
  if (assertion === asserted.begin) return before === side.edge;
  if (assertion === asserted.end) return after === side.edge;
  if (assertion === asserted.lineBegin) return before === side.edge || before === side.newline;
  if (assertion === asserted.lineEnd) return after === side.edge || after === side.newline;
  return ((before === side.word) !== (after === side.word)) === (assertion === asserted.word);
}

/** A set of instructions, in order of arrival, that is emptied at no cost. */
interface Marks {
  readonly list: number[];
  /** Where each instruction stands in the list, if it does. */
  readonly places: number[];
  size: number;
}

function createMarks(size: number): Marks {
  return { list: new Array<number>(size).fill(0), places: new Array<number>(size).fill(0), size: 0 };
}

function has({ list, places, size }: Marks, one: number): boolean {
  const place = places[one]!;
  return place < size && list[place] === one;
}

/** False if it was there. */
function add(marks: Marks, one: number): boolean {
  if (has(marks, one)) return false;
  marks.places[one] = marks.size;
  marks.list[marks.size++] = one;
  return true;
}
