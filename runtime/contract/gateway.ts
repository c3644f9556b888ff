// What stands between the front and the stages: one admitted message in, one reply out.
import type { ShadowStage } from './access.ts';
import type { AuditRecord } from './audit.ts';
import type { Environment } from './environment.ts';
import type { Fields, Flow, Front, RequestHead } from './http.ts';
import type { Agent, Authentication } from './identity.ts';
import type { Store } from './limits.ts';
import type { ClientMessage, Era } from './message.ts';
import type { StreamStage } from './news.ts';
import type { Plan } from './plan.ts';
import type { BackendStatus, OfferKind } from './server.ts';
import type { SharedSessions } from './shared.ts';

/** One message of an authenticated agent. */
export interface GatewayRequest {
  readonly agent: Agent;
  readonly message: ClientMessage;
  readonly era: Era;
  /** The revision this message is served by, as `2025-11-25`. */
  readonly protocolVersion: string;
  readonly head: RequestHead;
  /** The session of a legacy request; null in the modern era, and for `initialize`. */
  readonly session: RequestSession | null;
  /** `clock.monotonic()` when the body was complete. */
  readonly received: number;
}

export interface RequestSession {
  /** Unlike for every session. */
  readonly key: string;
  /** What the client can be asked for: raw JSON of ClientCapabilities. */
  readonly capabilities: string;
  /** The negotiated revision. */
  readonly protocolVersion: string;
  /** When it ends, in milliseconds since the epoch. */
  readonly expires: number;
}

/** How the gateway answers. `answer` once; `notification` any number of times before it. */
export interface Reply {
  /** One JSON-RPC notification for this request's stream, as chunks of its JSON. */
  notification(json: readonly Uint8Array[]): void;
  /** The final JSON-RPC response; an empty list means no body (202). */
  answer(status: number, json: readonly Uint8Array[], fields: Fields): void;
  /** Instead of `answer`: a response whose bytes come one after the other. Null where it cannot. */
  flow?(): Flow | null;
}

/** The core of a running gateway: `createGateway(plan, stages)` makes it. */
export interface Gateway {
  readonly plan: Plan;
  readonly environment: Environment;
  /** Where limits are counted; null where nothing is. */
  readonly store: Store | null;
  /** Adds what another process counted of its rules on trial; null where there are none. */
  readonly trials: ShadowStage['add'] | null;
  /** Stage 1. */
  authenticate(fields: Fields, target: string): Authentication | Promise<Authentication>;
  /** All stages after it, for any method but those of sessions. Returns what cancels the request (no answer follows). */
  handle(request: GatewayRequest, reply: Reply): () => void;
  /** A response of a legacy client to something that it was asked, or its progress on that. */
  respond(session: string, message: ClientMessage): void;
  /** Keys of 32 bytes: what clients carry is sealed with the first, and opened with all. */
  readonly sealKeys: readonly Uint8Array[];
  /** Sessions of the legacy era. */
  readonly sessions: SharedSessions;
  /** Streams of legacy sessions; null where none can stay open. */
  readonly streams: StreamStage | null;
  /** Audits a refusal that the front made; fills in what every record has. Returns its reference id. */
  refused(refusal: Refusal): string;
  readiness(): Readiness;
  /** Connects to the servers. Resolves when each has been listed once or has failed once, after 5 s at the latest. */
  start(): Promise<void>;
  /** Takes no new calls; resolves when none is in flight, or after `ms`. */
  drain(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** What is known of a refusal before or outside the stages. */
export interface Refusal extends Pick<AuditRecord, 'decision' | 'stage' | 'status' | 'reason'> {
  readonly ip: string;
  readonly agent: Agent | null;
  readonly era: Era | null;
  readonly method: string | null;
  readonly code: number | null;
  readonly ms: number;
  readonly bytesIn: number;
}

export interface Readiness {
  readonly ready: boolean;
  readonly draining: boolean;
  readonly servers: Readonly<
    Record<string, BackendStatus & { readonly tools: number; readonly stale: boolean }>
  >;
  /** What two servers offer under one name, or what is not fit to be listed, and why. */
  readonly hidden: readonly {
    readonly kind: OfferKind;
    readonly name: string;
    readonly server: string;
    readonly reason: string;
  }[];
  /** How much is not as the lock has it, hidden or not. Absent without a lock. */
  readonly drifted?: number | undefined;
  /** Breakers that are not closed, by server (`crm`) or tool (`crm/search`). Absent where there are none. */
  readonly breakers?: Readonly<Record<string, 'open' | 'half-open'>> | undefined;
}

/** What an emitted bundle exports beside its default. */
export interface Bundle {
  readonly policy: { readonly name: string; readonly hash: string; readonly compiler: string };
  /** A gateway in a given world, not started. Throws StartError listing all that is missing. */
  createGateway(environment: Environment): RunningGateway;
}

export interface RunningGateway {
  readonly gateway: Gateway;
  readonly front: Front;
}

/** What is missing or wrong at start, all of it. The process exits with 78. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
