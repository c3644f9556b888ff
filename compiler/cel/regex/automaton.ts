// A program as a deterministic automaton, where that stays small.
import type { Alphabet } from '../../../runtime/cel/regex/re2/alphabet.ts';
import { asserted, op, type Program } from '../../../runtime/cel/regex/re2/program.ts';
import {
  createStepper,
  type Position,
  type Step,
  type Stepper,
} from '../../../runtime/cel/regex/re2/step.ts';

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
  const numbers = new Map<string | number, number>();

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
  const leads = createLeads(stepper, goalOf);
  for (let i = 0; i < positions.length; i++) {
    const from = positions[i]!;
    const row = new Array<number>(alphabet.count + 1);
    for (let kind = 0; kind < alphabet.count; kind++) {
      row[kind] = leads(from, kind);
      if (meter.steps > mostSteps) return null;
    }
    row[alphabet.count] = stepper.found(from) ? goal.found : goal.never;
    rows.push(row);
    if (positions.length > Math.min(mostStates, mostCells / alphabet.count)) return null;
  }
  return { alphabet, rows };
}

/** Where a class of characters leads from a position: asked once for those that the same places take. */
function createLeads(
  stepper: Stepper,
  goalOf: (step: Step) => number,
): (from: Position, kind: number) => number {
  const askedOf = new Array<Position>(4 << mostPlaces);
  const goals = new Array<number>(4 << mostPlaces);
  return (from, kind) => {
    const taken = takenBy(from, kind, stepper.program);
    if (taken === 0) return goal.never;
    if (taken > 0 && askedOf[taken] === from) return goals[taken]!;
    const to = goalOf(stepper.next(from, kind));
    if (taken > 0) {
      askedOf[taken] = from;
      goals[taken] = to;
    }
    return to;
  };
}

/** Places of a position that bits tell apart, beside the two bits that say what a character is. */
const mostPlaces = 3;

/**
 * What of a position takes a character of a class, and what that is for the next one: the same number leads to the same
 * place. None takes it: 0. Not known where an assertion asks what is beside it, or of too many places: negative.
 */
function takenBy({ at }: Position, kind: number, { code, members, sides }: Program): number {
  if (at.length > mostPlaces) return -1;
  let taken = 0;
  for (let i = 0; i < at.length; i++) {
    const place = at[i]! * 3;
    const number = code[place + 1]!;
    // No text ends before a character.
    if (code[place] === op.set) taken |= members[number]![kind]! << (i + 2);
    else if (number !== asserted.end) return -1;
  }
  return taken === 0 ? 0 : taken | sides[kind]!;
}

/** Equal for positions of the same places. */
function keyOf({ at, before }: Position): string | number {
  if (at.length === 1) return at[0]! * 4 + before;
  return String.fromCharCode(before, ...Array.from(at).sort((a, b) => a - b));
}

/** Found in every text, or in none. */
export function constant(found: boolean): Automaton {
  const all = found ? goal.found : goal.never;
  return { alphabet: { starts: [0], classes: [0], count: 1 }, rows: [[all, all]] };
}
