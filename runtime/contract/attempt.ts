// What became of the tries of one call: whether it may be sent again hangs on it, and the audit record tells it.
import type { CatalogItem } from './catalog.ts';
import type { GatewayRequest } from './gateway.ts';
import type { LogLevel } from './news.ts';
import type { CallFacts } from './tool.ts';

export type AttemptOutcome =
  /** Not tried: the breaker is open, no address is healthy, the queue is full, the tool is not offered. */
  | 'skipped'
  | 'not-connected'
  /** Connected, and nothing of the call was sent. */
  | 'not-sent'
  /** Sent: the server may have begun. */
  | 'no-answer'
  | 'answered';

/** One try, or why there was none. */
export interface Attempt {
  readonly server: string;
  /** Which of its addresses, counted from 0; absent where it has one. */
  readonly address?: number;
  readonly outcome: AttemptOutcome;
  /** The kind of failure, `http 503`, `error -32603`, `isError`, why it was skipped; null for a result. */
  readonly what: string | null;
  readonly ms: number;
}

/** The call that attempts belong to. */
export interface CallContext {
  readonly request: GatewayRequest;
  readonly facts: CallFacts;
  /** What is called, as the catalog has it. */
  readonly item: CatalogItem | null;
  /** In the order in which they ended; null before the first. */
  attempts: Attempt[] | null;
  /** From which level on its client is told log lines; null or absent: of none. */
  readonly logLevel?: LogLevel | null;
  /** Where its answer may go before all of it has come; null where it may not. Absent where nobody waits. */
  through?(): Through | null;
}

/** A client that takes an answer while it comes. */
export interface Through {
  /** Its id: raw JSON. */
  readonly id: string;
  /** It knows `resultType`. */
  readonly typed: boolean;
  /** It may keep the answer, and is told for how long. */
  readonly cached: boolean;
  /** From here on the call has this answer, and no other. Returns what takes its bytes, with a promise where they wait; null: too late. */
  open(): ((bytes: Uint8Array) => Promise<void> | null) | null;
}

/** Notes an attempt. */
export function note(of: CallContext | undefined, attempt: Attempt): void {
  if (of === undefined) return;
  of.attempts ??= [];
  of.attempts.push(attempt);
}
