// What outlives one gateway: the next in its place goes on with it, and so do the gateways of other worker processes.
import type { Asked } from './asks.ts';
import type { Readiness } from './gateway.ts';
import type { Exchange } from './http.ts';
import type { Store } from './limits.ts';
import type { LogLevel } from './news.ts';
import type { Backend } from './server.ts';

export interface Shared {
  readonly sessions: SharedSessions;
  /** Counts that are taken over; null where the gateway is to make its own. */
  readonly store: Store | null;
  /**
   * The backend of a server that is a process: the running one where it was made of the same, else what `make` gives.
   * Each taker closes what it took; the last one ends the process.
   *
   * @param made digest of all that the process is made of, its name among it
   */
  keep(name: string, made: string, make: () => Backend): Backend;
  /** How all gateways together are, given how one is. */
  readiness(own: Readiness): Readiness;
  /** Takes what rules on trial of a policy counted since they last told; null where a gateway tells by itself. */
  readonly trials: ((policy: string, counts: readonly TrialCount[]) => void) | null;
}

/** Of the calls that a rule on trial looked at, those that it would have changed. `rule` is its place in the plan. */
export interface TrialCount {
  readonly rule: number;
  readonly looked: number;
  readonly changed: number;
}

/** What came of a call that its client wanted to be a task, and its server answered at once. */
export interface Outcome {
  /** When it came, and how long it is kept, in milliseconds. */
  readonly at: number;
  readonly ttlMs: number;
  /** The result, raw JSON. */
  readonly result: string;
  /** Its tool reported an error. */
  readonly isError: boolean;
}

/** Sessions of the legacy era, whichever gateway opened them. */
export interface SharedSessions {
  /** 32 bytes that session ids are sealed with. */
  readonly sealKey: Uint8Array;
  /** Keys of ended sessions, the one ended first comes first. */
  readonly ended: Map<string, true>;
  /** Requests in flight in this process, by session and id; what abandons each. */
  readonly inFlight: Map<string, () => void>;
  /** Questions of servers that wait for their clients in this process. */
  readonly asked: Asked;
  /**
   * The tasks of each agent by their ids, the one begun first comes first, with what came of those that no server keeps;
   * null where the next request may come to another process.
   */
  readonly tasks: Map<string, Map<string, Outcome | null>> | null;
  /** From which level on the client of a session wants log lines, by the session's key. Bounded, as all of these are. */
  readonly levels: Map<string, LogLevel>;
  /** The resources that a session watches, by its key. */
  readonly watched: Map<string, Set<string>>;
  /** Streams that clients may take up again, by id; null where the next request may come to another process. */
  readonly streams: Map<string, KeptStream> | null;
  /** Told the key of a session that has ended or wants something else. */
  readonly listeners: Set<(key: string) => void>;
  /**
   * Tells other processes: a session was ended here, wants something else (`value`), is told something that no stream here
   * takes, or a request that is not in flight here is cancelled.
   */
  tell(what: SessionNews['what'], key: string, value?: string): void;
}

/** What happened to a session of the legacy era. */
export interface SessionNews {
  readonly what: 'ended' | 'cancelled' | 'told' | 'level' | 'watched' | 'unwatched';
  readonly key: string;
  /** The level, the resource's URI, or what is told: the JSON of a message. */
  readonly value?: string | undefined;
}

/** A stream that is kept for a client that may come back. */
export interface KeptStream {
  /** The session's key. */
  readonly session: string;
  /** Goes on after event number `after`; false where what followed is gone. */
  resume(after: number, exchange: Exchange): boolean;
  /** Forgets what was written: who reads goes on reading, who comes back cannot be told what was missed. */
  lose(): void;
  /** Ends it, for good. */
  drop(): void;
}
