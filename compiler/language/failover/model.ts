// Tools that stand in for each other.
import type { Range } from '../../diagnostics/finding.ts';
import type { Condition } from '../conditions.ts';
import type { Word } from '../words.ts';

/** What a client of the official SDKs waits for at most, unless it is told otherwise, in milliseconds. */
export const CLIENT_MS = 60_000;

export interface ChainModel {
  readonly name: Word;
  readonly place: string;
  readonly links: readonly LinkModel[];
  readonly on: readonly TriggerModel[];
  /** `on` is written, not the default. */
  readonly written: boolean;
  readonly safe: boolean;
  readonly retryAfterMs: number | null;
  /** All links together. */
  readonly timeoutMs: number;
  /** Of `timeout`, or of the chain where it has none. */
  readonly timeoutRange: Range;
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
