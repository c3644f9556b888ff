// A pattern as a program of a few instructions: the nondeterministic automaton that searches for it.
import { type Alphabet, alphabetOf, membersOf } from './alphabet.ts';
import { newline, word } from './classes.ts';
import { mostInstructions, mostMembers } from './limits.ts';
import type { Assertion, Node } from './node.ts';
import { RegexProblem } from './problem.ts';
import { everything, lastPoint, type Ranges } from './ranges.ts';
import { trim } from './trim.ts';

/** What an instruction does; each is three numbers: this, and two operands. */
export const op = { match: 0, set: 1, split: 2, assert: 3 } as const;

/** What stands for each assertion in a program. */
export const asserted: Readonly<Record<Assertion, number>> = {
  begin: 0,
  end: 1,
  lineBegin: 2,
  lineEnd: 3,
  word: 4,
  notWord: 5,
};

/** What stands beside a place in the text, as assertions tell it. */
export const side = { other: 0, word: 1, newline: 2, edge: 3 } as const;

export interface Program {
  readonly alphabet: Alphabet;
  /** For each class which `side` it is; `other` where no assertion asks. */
  readonly sides: readonly number[];
  /** For each set 1 where it holds the class. */
  readonly members: readonly Uint8Array[];
  /** `match`; `set` number next; `split` next next; `assert` number next. */
  readonly code: readonly number[];
  readonly start: number;
}

/** @throws RegexProblem when the program would be too large; `size` is the pattern's length, for its place */
export function programOf(node: Node, size: number): Program {
  const trimmed = trim(node);
  const assembly = createAssembly(size);
  const entry = assembly.emit(trimmed, assembly.add(op.match, 0, 0));
  const start = isAnchored(trimmed) ? entry : assembly.search(entry);
  return finish(assembly, start, size);
}

interface Assembly {
  readonly code: number[];
  readonly sets: Ranges[];
  readonly asked: Set<Assertion>;
  add(operation: number, x: number, y: number): number;
  /** Adds what matches `node` and goes on at `next`; returns where it begins. */
  emit(node: Node, next: number): number;
  /** Begins at any character. */
  search(entry: number): number;
}

function createAssembly(size: number): Assembly {
  const code: number[] = [];
  const sets: Ranges[] = [];
  const asked = new Set<Assertion>();
  const known = new Map<Ranges | string | number, number>();

  const add = (operation: number, x: number, y: number): number => {
    if (code.length >= mostInstructions * 3) throw tooLarge(size);
    return code.push(operation, x, y) / 3 - 1;
  };
  const setNumber = (set: Ranges): number => {
    const same = known.get(set);
    if (same !== undefined) return same;
    const key = set.length === 2 ? set[0]! * (lastPoint + 1) + set[1]! : set.join();
    const number = known.get(key) ?? sets.push(set) - 1;
    known.set(key, number).set(set, number);
    return number;
  };
  const loop = (body: (next: number) => number, next: number): number => {
    const split = add(op.split, 0, next);
    code[split * 3 + 1] = body(split);
    return split;
  };
  const emitRepeat = ({ body, min, max }: Node & { kind: 'repeat' }, next: number): number => {
    let entry = next;
    if (max === Number.POSITIVE_INFINITY) {
      const split = loop((again) => emit(body, again), next);
      // `x+` begins in the body of its loop.
      entry = min === 0 ? split : code[split * 3 + 1]!;
    } else for (let i = min; i < max; i++) entry = add(op.split, emit(body, entry), next);
    const already = max === Number.POSITIVE_INFINITY ? 1 : 0;
    for (let i = already; i < min; i++) entry = emit(body, entry);
    return entry;
  };
  const emit = (node: Node, next: number): number => {
    switch (node.kind) {
      case 'empty':
        return next;
      case 'set':
        return add(op.set, setNumber(node.set), next);
      case 'assert':
        asked.add(node.assertion);
        return add(op.assert, asserted[node.assertion], next);
      case 'concat':
        return node.parts.reduceRight((after, part) => emit(part, after), next);
      case 'alternate':
        return node.parts
          .map((part) => emit(part, next))
          .reduceRight((rest, part) => add(op.split, part, rest));
      case 'repeat':
        return emitRepeat(node, next);
    }
  };
  const search = (entry: number): number => loop((again) => add(op.set, setNumber(everything), again), entry);
  return { code, sets, asked, add, emit, search };
}

function finish({ code, sets, asked }: Assembly, start: number, size: number): Program {
  const words = asked.has('word') || asked.has('notWord');
  const lines = asked.has('lineBegin') || asked.has('lineEnd');
  const alphabet = alphabetOf([...sets, ...(words ? [word] : []), ...(lines ? [newline] : [])]);
  if (sets.length * alphabet.count > mostMembers) throw tooLarge(size);
  const isWord = words ? membersOf(word, alphabet) : [];
  const isLine = lines ? membersOf(newline, alphabet) : [];
  const sides = new Array<number>(alphabet.count).fill(side.other);
  for (const kind of sides.keys())
    if (isWord[kind] || isLine[kind]) sides[kind] = isWord[kind] ? side.word : side.newline;
  return {
    alphabet,
    sides,
    members: sets.map((set) => membersOf(set, alphabet)),
    code,
    start,
  };
}

/** True if it can only begin where the text does. */
function isAnchored(node: Node): boolean {
  switch (node.kind) {
    case 'assert':
      return node.assertion === 'begin';
    case 'concat':
      return isAnchored(node.parts[0]!);
    case 'alternate':
      return node.parts.every(isAnchored);
    case 'repeat':
      return node.min > 0 && isAnchored(node.body);
    default:
      return false;
  }
}

function tooLarge(size: number): RegexProblem {
  const help = 'Lower the counts of its repetitions, or split it in several.';
  return new RegexProblem(
    0,
    size,
    `The pattern is too large: it needs over ${mostInstructions} steps for a character.`,
    help,
  );
}
