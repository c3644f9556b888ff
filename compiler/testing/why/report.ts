// Why a call is decided as it is, as plain data.
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import type { Question } from '../ask.ts';
import type { Trace } from '../twin/trace.ts';
import type { Change } from './change.ts';

/** Why, as plain data. */
export interface Why {
  readonly asked: Question;
  readonly at: number;
  readonly record: AuditRecord;
  /** What the agent is told. */
  readonly told: string;
  /** Null where no rule was asked. */
  readonly trace: Trace | null;
  /** What would be charged, if the rules let the call through. */
  readonly limits: readonly LimitTrace[];
  /** The server that would be asked, and where it is; null where there is no such tool. */
  readonly route: { readonly server: string; readonly tool: string; readonly address: string } | null;
  /** The smallest change that turns the decision; null where none was found. */
  readonly flip: Flip | null;
  /** What was taken for granted. */
  readonly notes: readonly string[];
}

export interface LimitTrace {
  readonly name: string;
  readonly place: string;
  /** Null where they cannot be computed for this call, which refuses it. */
  readonly cells: readonly string[] | null;
  readonly burst: number;
  readonly intervalMs: number;
}

export interface Flip {
  readonly changes: readonly Change[];
  /** What the call is then, and by which rule. */
  readonly allowed: boolean;
  readonly rule: string | null;
}
