// The audit record: one per invocation and per refusal. schemas/audit.schema.json is its reference.
import type { Attempt } from './attempt.ts';

export type Decision =
  | 'allow'
  | 'deny'
  | 'challenge'
  | 'hidden'
  | 'invalid'
  | 'limited'
  | 'unavailable'
  | 'error'
  | 'unauthenticated'
  | 'refused';

/** The stage that decided, in the order of a call's life. */
export type StageName =
  | 'front'
  | 'authenticate'
  | 'protocol'
  | 'resolve'
  | 'visible'
  | 'headers'
  | 'arguments'
  | 'access'
  | 'limits'
  | 'attempt'
  | 'answer';

/** A rule on trial that holds for a call. */
export interface ShadowRecord {
  readonly rule: string;
  readonly place: string;
  readonly effect: 'allow' | 'deny';
  /** Its condition ended in an error, which a deny counts as true. */
  readonly error: boolean;
  /** Were it enforced, access would have decided otherwise. */
  readonly changes: boolean;
}

/** Which way a call went, other than to its tool's own server. */
export interface RouteRecord {
  readonly place: string;
  /** A server, or the name of a chain. */
  readonly to: string;
}

export interface AuditRecord {
  /** RFC 3339 in UTC, milliseconds. */
  readonly time: string;
  /** Reference id, which a refusal's answer carries too. */
  readonly ref: string;
  readonly gateway: string;
  /** The policy's hash. */
  readonly policy: string;
  readonly decision: Decision;
  readonly stage: StageName;
  /** Rule or limit that decided, or that would allow it with the scopes asked for, and its place in the YAML. */
  readonly rule: string | null;
  readonly place: string | null;
  /** Scopes that its token lacks: of a `challenge`. */
  readonly scopes?: readonly string[];
  /** Rules on trial that hold, where there are any. */
  readonly shadow?: readonly ShadowRecord[];
  /** Where a route decided. */
  readonly route?: RouteRecord;
  /** The server whose answer it is; null: none. Only where there are several ways, as `attempts`. */
  readonly servedBy?: string | null;
  readonly attempts?: readonly Attempt[];
  readonly agent: string | null;
  readonly team: string | null;
  readonly auth: string | null;
  /** The issuer of its token, where it came with one. */
  readonly issuer?: unknown;
  readonly ip: string;
  readonly era: 'legacy' | 'modern' | null;
  readonly method: string | null;
  /** The catalog's name; as asked for where no tool is visible. */
  readonly tool: string | null;
  readonly original: string | null;
  readonly server: string | null;
  /** HTTP status of the answer. */
  readonly status: number;
  /** JSON-RPC error code of the answer, if it is an error. */
  readonly code: number | null;
  /** The tool itself reported an error. */
  readonly isError: boolean;
  /** What went wrong, in words for the operator. */
  readonly reason: string | null;
  /** Of a list that is not whole: servers that could not be read yet. */
  readonly missing?: readonly string[];
  /** Reference id of the call that began the task, where there is one. */
  readonly task?: string;
  /** What the answer, or the notification, says of its state. */
  readonly taskStatus?: string;
  /** Milliseconds from the complete request to the complete answer. */
  readonly ms: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}
