// A program as a deterministic automaton, where that stays small.
import type { Alphabet } from '../../../runtime/cel/regex/re2/alphabet.ts';
import type { Program } from '../../../runtime/cel/regex/re2/program.ts';
import { createStepper, type Position, type Step } from '../../../runtime/cel/regex/re2/step.ts';

/** Where a state goes: `never` and `found` end the search. */
export const goal = { never: 0, found: 1, first: 2 } as const;

export interface Automaton {
  readonly alphabet: Alphabet;
  /** For each state, the first of which begins: a goal for each class, then whether the pattern is found at the end. */
  readonly rows: readonly (readonly number[])[];
}

const mostStates = 1_500;
const mostCells = 1 << 15;
/** Steps of building: a few milliseconds. */
const mostSteps = 200_000;

/** Null when it grows too large, or takes too long to build. */
export function automatonOf(program: Program): Automaton | null {
  const meter = { steps: 0 };
  const stepper = createStepper(program, meter);
  const { alphabet } = program;
  const positions: Position[] = [];
  const numbers = new Map<string, number>();

  const goalOf = (step: Step): number => {
    if (step === 'found' || step === 'never') return goal[step];
    const key = keyOf(step);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = goal.first + positions.push(step) - 1;
    numbers.set(key, number);
    return number;
  };

  const start = stepper.first();
  if (start === 'found' || start === 'never') return constant(start === 'found');
  goalOf(start);
  const rows: number[][] = [];
  for (let i = 0; i < positions.length; i++) {
    const from = positions[i]!;
    const row: number[] = [];
    for (let kind = 0; kind < alphabet.count; kind++) {
      row.push(goalOf(stepper.next(from, kind)));
      if (meter.steps > mostSteps) return null;
    }
    row.push(stepper.found(from) ? goal.found : goal.never);
    rows.push(row);
    if (positions.length > Math.min(mostStates, mostCells / alphabet.count)) return null;
  }
  return { alphabet, rows };
}

/** Equal for positions of the same places. */
function keyOf({ at, before }: Position): string {
  if (at.length === 1) return String.fromCharCode(before, at[0]!);
  return String.fromCharCode(before, ...Array.from(at).sort((a, b) => a - b));
}

/** Found in every text, or in none. */
export function constant(found: boolean): Automaton {
  const all = found ? goal.found : goal.never;
  return { alphabet: { starts: [0], classes: [0], count: 1 }, rows: [[all, all]] };
}
