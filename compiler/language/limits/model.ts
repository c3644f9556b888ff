// How much: what is counted, for whom, at which rate.
import type { Range } from '../../diagnostics/finding.ts';
import type { Condition } from '../conditions.ts';
import type { Pattern } from '../patterns.ts';
import type { Rate } from '../values.ts';
import type { Word } from '../words.ts';

/** What a call is charged to. */
export type PerModel =
  | { readonly [K in Known]: { readonly kind: K; readonly word: Word } }[Known]
  | { readonly kind: 'cel'; readonly word: Word; readonly condition: Condition };

type Known = (typeof knownPer)[number];

const knownPer = ['agent', 'team', 'role', 'tool', 'server'] as const;

/** What is counted by, where the text names it; undefined where it is an expression. */
export function perNamed(text: string): Known | undefined {
  return knownPer.find((known) => known === text);
}

export interface LimitModel {
  readonly name: Word;
  readonly place: string;
  /** Several are the combination. */
  readonly per: readonly PerModel[];
  readonly tools: readonly Pattern[];
  readonly rate: Rate;
  /** How many pass at once from idle. */
  readonly burst: number;
  /** Of `burst`, or of `rate` where it gives the burst. */
  readonly burstRange: Range;
}

export interface LimitsModel {
  readonly limits: readonly LimitModel[];
}
