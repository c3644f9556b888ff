// The plan of a server's care, of routes and of chains.
import type { Agent } from './identity.ts';
import type { Condition, HttpTransportPlan, Place } from './plan.ts';
import type { RequestFacts, ResultFacts, ToolFacts } from './tool.ts';

export interface AddressPlan extends Pick<HttpTransportPlan, 'url' | 'hosts'> {
  /** Its share of the calls, beside the others'. */
  readonly weight: number;
  readonly labels: Readonly<Record<string, string>>;
}

export type BalancePlan =
  | { readonly by: 'least-pending' | 'round-robin' }
  | {
      readonly by: 'hash';
      /** What decides: calls with one key go to one address, as long as it is healthy. A throw is the empty key. */
      readonly key: (agent: Agent, tool: ToolFacts, args: unknown, request: RequestFacts) => string;
      readonly reads: Reads;
    };

/** Absent members: that part is not looked at. */
export interface HealthPlan {
  /** The server is asked each so often whether it is there. */
  readonly checks?: {
    readonly everyMs: number;
    readonly timeoutMs: number;
    /** So many failed checks in a row make an address unhealthy, so many good ones healthy again. */
    readonly unhealthyAfter: number;
    readonly healthyAfter: number;
  };
  /** An address that fails so many calls in a row gets none for a while, longer each time. */
  readonly eject?: { readonly failures: number; readonly ms: number };
  /** How long an address that came back takes to get its full share; 0: at once. */
  readonly slowStartMs: number;
}

/** Opens after so many failures within a time, if they are at least `ratio` of the calls; then tries one call. */
export interface BreakerPlan {
  readonly failures: number;
  readonly withinMs: number;
  readonly openMs: number;
  readonly ratio: number;
}

export interface RetryPlan {
  /** The most attempts of one call, ≥ 1. */
  readonly attempts: number;
  /** The deadline of each; null: that of the call. */
  readonly attemptMs: number | null;
  /** A second attempt while the first one has no answer yet; null: none. */
  readonly hedgeMs: number | null;
  /** Tools that may run twice, by their names after rename: the author, or the lock, says so. */
  readonly safe: (renamed: string) => boolean;
}

export interface QueuePlan {
  /** The most calls at a server at once. */
  readonly concurrency: number;
  /** The most that wait beyond, and for how long. */
  readonly length: number;
  readonly waitMs: number;
}

/** What a condition reads, so that nothing else is parsed. */
export interface Reads {
  readonly args: boolean;
  readonly request: boolean;
}

/** The first that speaks of a tool and holds decides. */
export interface RoutePlan {
  readonly place: Place;
  readonly tools: (name: string) => boolean;
  /** Null: it always holds. A throw: it does not. */
  readonly when: Condition | null;
  readonly reads: Reads;
  /** `when` reads nothing but the tool: it is asked once per definition, of nobody's call. */
  readonly fixed?: true;
  readonly to: RouteTarget;
}

export type RouteTarget =
  /** The tool of the same name at another server, or at the addresses with these labels. */
  | { readonly server: string; readonly labels?: Readonly<Record<string, string>> }
  | { readonly failover: string };

/** Tools, one for another, in the order in which they are tried. */
export interface ChainPlan {
  readonly place: Place;
  readonly links: readonly LinkPlan[];
  /** After which failures and answers the next link is tried. */
  readonly on: TriggersPlan;
  /** A second run, at another link, does no harm. */
  readonly safe: boolean;
  /** What an agent is told to wait when every link is down; null: what the links say. */
  readonly retryAfterMs: number | null;
  /** The one deadline of all links. */
  readonly timeoutMs: number;
}

export interface LinkPlan {
  readonly server: string;
  /** The tool's name after rename; null: that of the tool that was called. */
  readonly tool: string | null;
  /** JSON of the arguments for this link; null: as they came. A throw: the link is left out. */
  readonly args: ((agent: Agent, tool: ToolFacts, args: unknown, request: RequestFacts) => string) | null;
  readonly reads: Reads;
  /** Tools that the lock knows to only read, by their names after rename. */
  readonly readOnly: (renamed: string) => boolean;
}

export interface TriggersPlan {
  readonly kinds: readonly TriggerKind[];
  /** Conditions over the answer. A throw: it does not hold. */
  readonly results: readonly ResultCondition[];
}

export type TriggerKind = 'unreachable' | 'timeout' | 'http-5xx' | 'http-429' | 'jsonrpc-error';

export interface ResultCondition {
  readonly reads: Reads;
  readonly holds: (
    agent: Agent,
    tool: ToolFacts,
    args: unknown,
    request: RequestFacts,
    result: ResultFacts,
  ) => boolean;
}
