// What a command of the program is, and what it gets from the world.

/** Exit status: nothing to complain of, findings, wrong usage or unreadable input, a fault of the program (EX_SOFTWARE). */
export const exit = Object.freeze({ clean: 0, findings: 1, usage: 2, internal: 70 });

export interface Command {
  readonly name: string;
  /** What stands after the name, as `[FILE]`. */
  readonly operands: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Further lines of its help. */
  readonly details: readonly string[];
  /** Lines to copy, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  readonly flags: readonly Flag[];
  /** What the operands are, for completion. */
  readonly completes: 'files' | 'folders' | 'nothing' | readonly string[];
  /** How many operands it takes at most. */
  readonly most: number;
  /** Loads the command; nothing is loaded for the commands not asked for. */
  load(): Promise<Run>;
}

export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** What its value is called in the help; absent for a switch. */
  readonly value?: string;
  /** The values it takes, if they are few. */
  readonly choices?: readonly string[];
  /** A value may go on with `=FILE`. */
  readonly toFile?: true;
  /** It may be given several times. */
  readonly repeats?: true;
  readonly help: string;
}

/** Runs a command; the result is the exit status. */
export type Run = (given: Given, io: Io) => Promise<number>;

/** A command line that fits its command. */
export interface Given {
  readonly operands: readonly string[];
  /** True when the switch was given. */
  switch(name: string): boolean;
  value(name: string): string | undefined;
  /** Every value of a flag that repeats, in order. */
  values(name: string): readonly string[];
}

export interface Io {
  /** Standard output and standard error. */
  out(text: string): void;
  err(text: string): void;
  /** Colours may be used on standard output. */
  readonly colour: boolean;
}
