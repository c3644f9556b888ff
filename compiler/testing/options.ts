// What a person may ask of a run of policy tests.
import type { SourceIo } from '../source/io.ts';

export interface TestOptions {
  /** Where files come from; the disk unless given. Then everything runs in this thread. */
  readonly io?: SourceIo;
  /** Files that go over every gateway file under test. */
  readonly overlays?: readonly string[];
  /** Only tests whose `suite > name` holds this text, or matches it where it has a `*`. */
  readonly filter?: string;
  /** Write goldens instead of comparing with them. */
  readonly update?: boolean;
  /** Files and folders that suites may read beside their own. */
  readonly allowRead?: readonly string[];
  /** Tell what the tests reach of each gateway. */
  readonly coverage?: boolean;
  /** Tell which small mistakes in the gateway file no test would notice. */
  readonly mutate?: boolean;
  /** Mistakes that are tried of one gateway at most. */
  readonly mutants?: number;
  /** Files that are run at a time; as many as the machine has processors, unless given. */
  readonly jobs?: number;
  /** Run in threads that end with the run, be it for one file. */
  readonly fresh?: boolean;
}

/** Does a filter let a test through? Case does not matter. */
export function isAsked(filter: string | undefined, suite: string, test: string): boolean {
  if (filter === undefined) return true;
  const name = `${suite} > ${test}`.toLowerCase();
  const pieces = filter.toLowerCase().split('*');
  if (pieces.length === 1) return name.includes(pieces[0]!);
  let at = 0;
  for (const piece of pieces) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}
