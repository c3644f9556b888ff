// How often calls may come, as types: limits, what a call is charged, and where that is counted.
import type { Fields } from './http.ts';
import type { Agent } from './identity.ts';
import type { LimitPlan, Place } from './plan.ts';
import type { CallFacts, ToolFacts } from './tool.ts';

/** Counts calls. `gate` runs once per definition. */
export interface LimitStage {
  gate(tool: ToolFacts): LimitGate | null;
}

export interface LimitGate {
  /** Charges every limit that counts for the call, or none. */
  take(agent: Agent, call: CallFacts): Charge | Promise<Charge>;
}

export type Charge = Granted | Limited;

export interface Granted {
  readonly granted: true;
  /** Gives the charge back: only for a call of which nothing was sent. */
  refund(): void;
}

export interface Limited {
  readonly granted: false;
  readonly limit: string;
  readonly place: Place;
  readonly waitMs: number;
  /** What the agent is told, and the header fields that tell it. */
  readonly text: string;
  readonly fields: Fields;
  /** Why it could not be counted, for the audit record; null when it is simply used up. */
  readonly reason: string | null;
}

/** One cell of a limit: a GCRA bucket. */
export interface Cell {
  readonly key: string;
  readonly intervalMs: number;
  readonly burst: number;
}

/** Where counts live. All cells or none. */
export interface Store {
  /** Null when every cell took the call; else the index of the cell with the longest wait, and the wait. */
  take(cells: readonly Cell[]): Taken | Promise<Taken>;
  refund(cells: readonly Cell[]): void;
  /** Limits have other rates from here on: what was used of them stays used. */
  revise?(revisions: readonly Revision[]): void;
}

/** `reason`: why it could not be counted, where that is why it is refused. */
export type Taken = null | { readonly index: number; readonly waitMs: number; readonly reason?: string };

/** One limit before and after its rate was changed. */
export interface Revision {
  readonly limit: string;
  readonly from: LimitPlan['rate'];
  readonly to: LimitPlan['rate'];
}
