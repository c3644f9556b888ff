// A server's secrets, left out of what is told of it.
import type { ServerPlan } from './plan.ts';

/** Returns what replaces, in a text, every secret of a server by `***`. */
export type Redactor = (server: ServerPlan) => Redact;

export interface Redact {
  (text: string): string;
  /** The same for bytes that pass. Absent where there are no secrets. */
  readonly passing?: () => PassingRedaction;
}

export interface PassingRedaction {
  /** What may pass on after the next bytes. */
  push(chunk: Uint8Array): Uint8Array;
  /** What was held back: nothing follows. */
  end(): Uint8Array;
}
