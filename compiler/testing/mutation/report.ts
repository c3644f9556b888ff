// What became of the mutants of a gateway. Plain data.
import type { SourceText } from '../../diagnostics/position.ts';
import type { Mutant } from './mutants.ts';

export interface MutationReport {
  /** Path of the gateway file; ranges are named from its folder. */
  readonly gateway: string;
  readonly sources: readonly SourceText[];
  /** How many mutants there are; those that were run are chosen evenly. */
  readonly all: number;
  readonly mutants: readonly MutantResult[];
}

export interface MutantResult extends Pick<Mutant, 'range' | 'name' | 'from' | 'to'> {
  /** `refused`: it does not compile, or does not start, so that no test is needed. */
  readonly status: 'killed' | 'survived' | 'refused';
  /** The test that failed, as `suite > test`; null where none did. */
  readonly by: string | null;
}

/** How many of those that compile were killed; whole percent, rounded down. */
export function scoreOf({ mutants }: MutationReport): {
  readonly killed: number;
  readonly viable: number;
  readonly percent: number;
} {
  const killed = mutants.filter(({ status }) => status === 'killed').length;
  const viable = mutants.filter(({ status }) => status !== 'refused').length;
  return { killed, viable, percent: viable === 0 ? 100 : Math.floor((100 * killed) / viable) };
}
