// What a search has learned of its pattern: a deterministic automaton that grows while texts are read, and is forgotten
// when it grows too large.
import type { Position, Stepper } from './re2/step.ts';

/** What a cell of the table holds; anything higher is where the row of the next state begins. */
export const cell = { unknown: 0, never: 1, found: 2, first: 3 } as const;

/** Cells and waiting instructions that are held at most: a quarter of a megabyte. */
const mostCells = 1 << 16;

export interface Memory {
  /** One row for each state, one cell for each class of characters, and one for the end. Another after `learn`. */
  readonly table: Int32Array;
  /** Row of the state before the first character. Another after `learn`. */
  readonly first: number;
  /** How often all was forgotten. */
  readonly forgotten: number;
  /** Fills a cell that is unknown. All rows known to the caller may be gone after it. */
  learn(row: number, kind: number): number;
  /** Whether the pattern is found where the text ends in this state. */
  ends(row: number): boolean;
  positionOf(row: number): Position;
}

export function createMemory(stepper: Stepper, start: Position): Memory {
  const end = stepper.program.alphabet.count;
  const width = end + 1;
  let table = new Int32Array(cell.first + 8 * width);
  let positions: Position[] = [];
  let rows = new Map<string, number>();
  let held = 0;
  let forgotten = 0;

  const positionOf = (row: number): Position => positions[(row - cell.first) / width]!;

  function rowOf({ at, asks, before }: Position): number {
    const sorted = Int32Array.from(at).sort();
    const key = `${before} ${keyOf(sorted)}`;
    const known = rows.get(key);
    if (known !== undefined) return known;
    const row = cell.first + positions.length * width;
    if (row + width > table.length) table = longer(table);
    positions.push({ at: sorted, asks, before });
    rows.set(key, row);
    held += width + sorted.length;
    return row;
  }

  function forget(): void {
    table = new Int32Array(cell.first + 8 * width);
    positions = [];
    rows = new Map();
    held = 0;
    forgotten++;
    first = rowOf(start);
  }

  function learn(row: number, kind: number): number {
    const step = stepper.next(positionOf(row), kind);
    if (step === 'found' || step === 'never') {
      table[row + kind] = cell[step];
      return cell[step];
    }
    const full = held > mostCells;
    if (full) forget();
    const next = rowOf(step);
    if (!full) table[row + kind] = next;
    return next;
  }

  let first = rowOf(start);
  return {
    get table() {
      return table;
    },
    get first() {
      return first;
    },
    get forgotten() {
      return forgotten;
    },
    learn,
    ends(row) {
      const known = table[row + end]!;
      if (known !== cell.unknown) return known === cell.found;
      const found = stepper.found(positionOf(row));
      table[row + end] = found ? cell.found : cell.never;
      return found;
    },
    positionOf,
  };
}

/** The numbers as characters: there are fewer than 2^16 instructions. */
function keyOf(numbers: Int32Array): string {
  let key = '';
  for (let at = 0; at < numbers.length; at += 4096) {
    key += String.fromCharCode.apply(null, numbers.subarray(at, at + 4096) as unknown as number[]);
  }
  return key;
}

function longer(table: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(table.length * 2);
  twice.set(table);
  return twice;
}
