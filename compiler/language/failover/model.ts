// Tools that stand in for each other.
import type { Range } from '../../diagnostics/finding.ts';
import type { Condition } from '../conditions.ts';
import type { Word } from '../words.ts';

export interface ChainModel {
  readonly name: Word;
  readonly place: string;
  readonly links: readonly LinkModel[];
  readonly on: readonly TriggerModel[];
  readonly safe: boolean;
  readonly retryAfterMs: number | null;
  /** All links together. */
  readonly timeoutMs: number;
}

export interface LinkModel {
  readonly range: Range;
  readonly place: string;
  readonly server: Word;
  /** After rename; null: that of the tool that is called. */
  readonly tool: Word | null;
  /** What maps arguments; null where nothing does, or it is wrong and reported. */
  readonly args: Condition | null;
}

export type TriggerModel =
  | { readonly kind: TriggerWord; readonly word: Word }
  | { readonly kind: 'result'; readonly word: Word; readonly condition: Condition };

export const triggerWords = ['unreachable', 'timeout', 'http-5xx', 'http-429', 'jsonrpc-error'] as const;
export type TriggerWord = (typeof triggerWords)[number];

export interface FailoverModel {
  /** By name, in the order of names. */
  readonly chains: ReadonlyMap<string, ChainModel>;
}
