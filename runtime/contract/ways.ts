// More ways than one: what stands around a server, and where calls go that do not go to their tool's own server.
import type { Attempt } from './attempt.ts';
import type { AuditRecord, RouteRecord } from './audit.ts';
import type { CatalogItem } from './catalog.ts';
import type { Environment } from './environment.ts';
import type { Agent } from './identity.ts';
import type { Plan, ServerPlan } from './plan.ts';
import type { Backend, BackendFailure } from './server.ts';
import type { Stages } from './stages.ts';
import type { CallFacts, ToolFacts } from './tool.ts';

export type GuardName = 'attempts' | 'queue' | 'breaker' | 'retry';

/** Puts something around a backend. */
export type Guard = (server: ServerPlan, inner: Backend, context: GuardContext) => Backend;

/** A server's backend, with all around it that it asks for. `open` makes what is inside. */
export type Around = (
  server: ServerPlan,
  open: (server: ServerPlan) => Backend,
  stages: Pick<Stages, 'guards' | 'pool'>,
  context: GuardContext,
) => Backend;

export interface GuardContext {
  readonly environment: Environment;
  readonly breakers: BreakerStore | undefined;
  readonly health: HealthStage | undefined;
}

/** Adds to a backend what asks whether its server is there. */
// biome-ignore lint/suspicious/noExplicitAny: the room's own types, which nothing here need know
export type Checker<Peer = any, Keep = any> = (peer: Peer, keep: Keep) => Required<Pick<Backend, 'check'>>;

/** Which way a call went, where there is more than one. */
export type WaysOf = (
  decision: AuditRecord['decision'],
  taking: Taking | null,
  attempts: readonly Attempt[] | null,
) => Pick<AuditRecord, 'route' | 'servedBy' | 'attempts'>;

/** One backend of several addresses, in the order of the plan. */
export type Pool = (server: ServerPlan, addresses: readonly Backend[], context: GuardContext) => Backend;

/** Looks after the addresses of a server. */
export type HealthStage = (
  server: ServerPlan,
  addresses: readonly Backend[],
  environment: Environment,
) => HealthOf;

export interface HealthOf {
  /** Checks begin. */
  start(): void;
  /** Its share of the calls, by its place, from 0 (none) to 1. */
  share(at: number): number;
  /** A call ended: with a failure, or well. */
  ended(at: number, failure: BackendFailure | null): void;
  /** Milliseconds until an address may be healthy again. */
  retryAfterMs(): number;
  close(): void;
}

/**
 * Where states of breakers live, by server (`crm`) and tool (`crm/search`). It answers at once, for it is asked at each call:
 * what replicas share has to be brought here before.
 */
export interface BreakerStore {
  /** Until when it is open, in `clock.monotonic()`; from then on it is half-open. Undefined: closed. */
  until(key: string): number | undefined;
  open(key: string, until: number): void;
  close(key: string): void;
  /** Those that are not closed. */
  states(): Readonly<Record<string, 'open' | 'half-open'>>;
}

/** What routes and chains are made of. `find` gives the tool of the catalog that is called so; none yet, where it is a promise. */
export interface RoutingContext {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly find: (name: string) => CatalogItem | undefined | Promise<CatalogItem | undefined>;
  /** Only for routes: the chain of a name, for a tool. */
  readonly failover?: FailoverStage | undefined;
}

export interface RouteStage {
  /** Runs once per definition. Null where no route speaks of the tool. */
  way(tool: ToolFacts): Way | null;
}

/** The way of one call; null: to the tool's own server. */
export type Way = (agent: Agent, call: CallFacts, item: CatalogItem) => Taking | null;

export interface Taking {
  readonly route: RouteRecord;
  /** What is called. */
  readonly item: CatalogItem;
  /** What does not fit in the call's arguments there. */
  readonly misfit?: string | null | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

export interface FailoverStage {
  /** What tries one link after another. `tool` is the called one, after rename, for links that name none. */
  chain(name: string, tool: string): Backend['call'];
}
