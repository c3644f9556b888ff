// Searches with a program of any size. A character costs at most a step for each instruction, whatever the pattern and
// the text; mostly it costs one look into a table.
import { perInstruction, type Spend } from '../budget.ts';
import { fail } from '../error.ts';
import { cell, createMemory } from './memory.ts';
import { type Classifier, createClassifier } from './re2/classify.ts';
import type { Program } from './re2/program.ts';
import { createStepper, type Meter, type Position, type Stepper } from './re2/step.ts';

/** Whether a text holds the pattern. With a counter, the steps of the search are counted there too. */
export type Search = (text: string, spend?: Spend) => boolean;

/** Steps that one search may take; beyond them it is an error, so that no request holds the others up. */
export const mostSteps = 2_000_000;

/**
 * A search with `program`. It throws celError beyond `mostSteps`.
 * @param meter counts the steps of the last search
 */
export function createSearch(program: Program, meter: Meter = { steps: 0 }): Search {
  const classifier = createClassifier(program.alphabet);
  const { small, kindOf } = classifier;
  const stepper = createStepper(program, meter);
  const start = stepper.first();
  if (start === 'found') return () => true;
  if (start === 'never') return () => false;
  const memory = createMemory(stepper, start);

  return (text, spend) => {
    meter.steps = 0;
    if (spend === undefined) return searched(text);
    try {
      return searched(text);
    } finally {
      // Also of a search that comes to no end: the next one has what is left.
      spend(null, meter.steps * perInstruction);
    }
  };

  function searched(text: string): boolean {
    const forgotten = memory.forgotten;
    const { unknown, first, found } = cell;
    let { table, first: row } = memory;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      let kind: number;
      if (unit < small.length) kind = small[unit]!;
      else {
        const point = text.codePointAt(i)!;
        if (point > 0xffff) i++;
        kind = kindOf(point);
      }
      let next = table[row + kind]!;
      if (next === unknown) {
        next = memory.learn(row, kind);
        if (meter.steps > mostSteps) fail();
        // To learn twice what is forgotten again costs more than not to remember.
        if (memory.forgotten > forgotten + 1)
          return readOn(text, i + 1, memory.positionOf(next), classifier, stepper, meter);
        table = memory.table;
      }
      if (next < first) return next === found;
      row = next;
    }
    return memory.ends(row);
  }
}

/** The same without a memory. */
function readOn(
  text: string,
  from: number,
  start: Position,
  { kindOf }: Classifier,
  stepper: Stepper,
  meter: Meter,
): boolean {
  let position = start;
  for (let i = from; i < text.length; i++) {
    const point = text.codePointAt(i)!;
    if (point > 0xffff) i++;
    const step = stepper.next(position, kindOf(point));
    if (step === 'found' || step === 'never') return step === 'found';
    if (meter.steps > mostSteps) fail();
    position = step;
  }
  return stepper.found(position);
}
