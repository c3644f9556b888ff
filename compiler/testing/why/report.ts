// Why a call is decided as it is, as plain data.
import type { AuditRecord, RouteRecord } from '../../../runtime/contract/audit.ts';
import type { ClaimKey } from '../../language/places.ts';
import type { Question } from '../ask.ts';
import type { Args } from '../model.ts';
import type { ConditionTrace, Trace } from '../twin/trace.ts';
import type { Change } from './change.ts';

/** Why, as plain data. */
export interface Why {
  readonly asked: Question;
  readonly at: number;
  readonly record: AuditRecord;
  /** What the agent is told. */
  readonly told: string;
  /** What its token says of the caller; null where it has none. */
  readonly token: TokenTrace | null;
  /** The scopes that the agent is asked to have: a challenge. */
  readonly scopes: readonly string[];
  /** Null where no rule was asked. */
  readonly trace: Trace | null;
  /** What would be charged, if the rules let the call through. */
  readonly limits: readonly LimitTrace[];
  /** Where the call would go; null where there is no such tool. */
  readonly route: WayTrace | null;
  /** What becomes of the call while these servers are down; null where nobody asks. */
  readonly down: DownTrace | null;
  /** The smallest change that turns the decision; null where none was found. */
  readonly flip: Flip | null;
  /** What was taken for granted. */
  readonly notes: readonly string[];
}

/** A token, and what its claims say. */
export interface TokenTrace {
  readonly issuer: string;
  /** Those that were given; every token has more. */
  readonly claims: Args;
  /** The expressions of its issuer that were asked. */
  readonly says: readonly { readonly key: ClaimKey; readonly value: ConditionTrace }[];
  /** Null where the token is refused. */
  readonly scopes: readonly string[] | null;
  /** Where the agent is declared whose team, roles and labels it has; null: nowhere. */
  readonly declared: string | null;
}

/** The server that would be asked, and where it is. */
export interface HopTrace {
  readonly server: string;
  /** By the server's own name; of a resource, its URI. */
  readonly tool: string;
  readonly address: string;
  /** What chooses among its addresses, where an expression does. */
  readonly key?: ConditionTrace;
  /** What maps the arguments for it, where something does. */
  readonly args?: ConditionTrace;
}

export interface WayTrace extends HopTrace {
  /** The route that decides, and where it leads; absent where none does. */
  readonly by?: RouteRecord;
  /** Who is asked next where that one is down, in order; absent where nobody is. */
  readonly then?: readonly HopTrace[];
  /** After what the next is asked. */
  readonly on?: readonly string[];
  /** Its conditions over results, for those answers that were asked for; of the last answer, if it gave several. */
  readonly results?: readonly ConditionTrace[];
  /** Also a call that may have run is sent on. */
  readonly safe?: boolean;
}

/** The same call, asked of the same bytes while some servers cannot be reached. */
export interface DownTrace {
  readonly servers: readonly string[];
  readonly decision: AuditRecord['decision'];
  /** Whose answer it is; null: nobody's. */
  readonly servedBy: string | null;
  /** Who was tried, in order, and what became of it. */
  readonly attempts: readonly { readonly server: string; readonly outcome: string }[];
  /** What the agent is told. */
  readonly told: string;
  /** Milliseconds the agent is told to wait; null where it is not told. */
  readonly retryAfterMs: number | null;
}

export interface LimitTrace {
  readonly name: string;
  readonly place: string;
  /** Null where they cannot be computed for this call, which refuses it. */
  readonly cells: readonly string[] | null;
  /** The expressions that name them, as far as they were asked. */
  readonly per: readonly ConditionTrace[];
  readonly burst: number;
  readonly intervalMs: number;
}

export interface Flip {
  readonly changes: readonly Change[];
  /** What the call is then, and by which rule. */
  readonly allowed: boolean;
  readonly rule: string | null;
}
