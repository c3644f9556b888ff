// What is wrong with an expression, and where in it.

/** A finding about one expression. Offsets are UTF-16 units of its text, half-open. */
export interface Problem {
  /** Stable name: `cel/syntax`, `cel/type`, … */
  readonly rule: string;
  readonly start: number;
  readonly end: number;
  /** One sentence, ends with a full stop. */
  readonly message: string;
  readonly why?: string;
  readonly help?: string;
}

/** Half-open place in the expression's text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a problem says beside its place. */
export interface Words {
  readonly message: string;
  readonly why?: string;
  readonly help?: string;
}

/** Collects problems. Reading and checking go on after one, so that all are found at once. */
export type Report = (rule: string, span: Span, words: Words) => void;

/** Problems of one expression beyond this many are left out: the first ones explain the rest. */
const most = 20;

/** Whether more would be left out: to look for them is in vain. */
export function isFull(problems: readonly Problem[]): boolean {
  return problems.length >= most;
}

/**
 * A report that appends to `problems`.
 * @param each one for a place: the first tells of the others; or one of each rule, where they have nothing to do with each other
 */
export function reporter(problems: Problem[], each: 'place' | 'rule' = 'place'): Report {
  return (rule, { start, end }, words) => {
    if (isFull(problems)) return;
    const told = ({ start: from, end: to, rule: of }: Problem) =>
      from === start && to === end && (each === 'place' || of === rule);
    if (problems.some(told)) return;
    problems.push({ rule, start, end, ...words });
  };
}
