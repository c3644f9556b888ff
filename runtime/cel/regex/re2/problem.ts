// What is wrong with a pattern, and where in it.

/** A pattern that is not RE2, or too large. Offsets are UTF-16 units of the pattern, half-open. */
export class RegexProblem extends Error {
  override readonly name = 'RegexProblem';
  readonly start: number;
  readonly end: number;
  /** How to mend it; empty when the message says it all. */
  readonly help: string;

  constructor(start: number, end: number, message: string, help = '') {
    super(message);
    this.start = start;
    this.end = end;
    this.help = help;
  }
}
