// What servers list, compared with what was reviewed; calls, checked against the schemas that were.
import type { CatalogContext } from './catalog.ts';
import type { Offerings, OfferKind } from './server.ts';
import type { CallFacts, ToolFacts } from './tool.ts';

/** Compares what servers list with what was reviewed. */
export interface LockStage {
  /** What may be offered of the servers' lists, which stand in the order of the plan. Hides and logs what is not as locked. */
  review(
    context: Pick<CatalogContext, 'plan' | 'environment'>,
    listed: readonly Offerings[],
    hide: (kind: OfferKind, name: string, server: string, reason: string) => void,
  ): readonly Offerings[];
  /** How much was not as locked at the last review, hidden or not. */
  drifted(): number;
  /** The check of a tool's arguments; null where anything fits. */
  check(tool: ToolFacts): ArgumentsCheck | null;
}

export type Checks = Readonly<Record<string, Check>>;

/** A generated validator: whether arguments are valid; if not, `errors` says why. */
export interface Check {
  (args: unknown): boolean;
  readonly errors?: readonly unknown[] | null;
  /** What it checks, and how it looks for patterns: for a second look, where arguments do not fit. */
  readonly schema?: unknown;
  readonly linear?: (pattern: string) => { test(text: string): boolean };
}

/** What does not fit in a call's arguments, for the agent; null where they fit. */
export type ArgumentsCheck = (call: CallFacts) => string | null;
