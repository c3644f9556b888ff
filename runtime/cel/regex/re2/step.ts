// One character further with all the places of a program at once: no going back, so no pattern is slow.
import { assertions, op, type Program, side } from './program.ts';

/** Counts instructions that were looked at: what a search costs, whatever the machine. */
export interface Meter {
  steps: number;
}

/** Where a program stands after some characters: instructions that wait for the next one, in any order. */
export interface Position {
  readonly at: Int32Array;
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

const [begin, end, lineBegin, lineEnd, word] = assertions.map((_, i) => i);

export function createStepper(program: Program, meter: Meter): Stepper {
  const { code, members, sides } = program;
  const size = code.length / 3;
  const ready = createMarks(size);
  const waiting = createMarks(size);
  const stack = new Int32Array(size + 1);

  /** Puts what waits for a character, from `entry` on, among the marks. True if the pattern is found there. */
  function reach(entry: number, marks: Marks): boolean {
    let depth = 0;
    stack[depth++] = entry;
    while (depth > 0) {
      const at = stack[--depth]!;
      meter.steps++;
      if (!marks.add(at)) continue;
      const operation = code[at * 3];
      if (operation === op.match) return true;
      if (operation !== op.split) continue;
      // Every split goes on the stack's height once: it never outgrows the program.
      const [x, y] = [code[at * 3 + 1]!, code[at * 3 + 2]!];
      if (!marks.has(y)) stack[depth++] = y;
      if (!marks.has(x)) stack[depth++] = x;
    }
    return false;
  }

  /** Goes through the assertions that hold between two characters. True if the pattern is found there. */
  function pass({ at, before }: Position, after: number): boolean {
    ready.clear();
    for (const one of at) ready.add(one);
    for (let i = 0; i < ready.size; i++) {
      const one = ready.list[i]!;
      meter.steps++;
      if (code[one * 3] !== op.assert || !holds(code[one * 3 + 1]!, before, after)) continue;
      if (reach(code[one * 3 + 2]!, ready)) return true;
    }
    return false;
  }

  function position(before: number): Step {
    meter.steps += waiting.size;
    const at = waiting.list.slice(0, waiting.size).filter((one) => code[one * 3] !== op.split);
    if (at.length === 0) return 'never';
    const asks = at.some((one) => code[one * 3] === op.assert);
    return { at, asks, before: asks ? before : side.other };
  }

  return {
    program,
    first() {
      waiting.clear();
      return reach(program.start, waiting) ? 'found' : position(side.edge);
    },
    next(from, kind) {
      const after = sides[kind]!;
      if (from.asks && pass(from, after)) return 'found';
      const places = from.asks ? ready.list : from.at;
      const count = from.asks ? ready.size : from.at.length;
      waiting.clear();
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
  if (assertion === begin) return before === side.edge;
  if (assertion === end) return after === side.edge;
  if (assertion === lineBegin) return before === side.edge || before === side.newline;
  if (assertion === lineEnd) return after === side.edge || after === side.newline;
  return ((before === side.word) !== (after === side.word)) === (assertion === word);
}

/** A set of instructions that is emptied at no cost. */
interface Marks {
  readonly list: Int32Array;
  readonly size: number;
  clear(): void;
  has(one: number): boolean;
  /** False if it was there. */
  add(one: number): boolean;
}

function createMarks(size: number): Marks {
  const list = new Int32Array(size);
  const places = new Int32Array(size);
  let used = 0;
  const has = (one: number): boolean => places[one]! < used && list[places[one]!] === one;
  return {
    list,
    get size() {
      return used;
    },
    clear() {
      used = 0;
    },
    has,
    add(one) {
      if (has(one)) return false;
      places[one] = used;
      list[used++] = one;
      return true;
    },
  };
}
