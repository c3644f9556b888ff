// The stages of a call, as types. The generated entry imports the parts a gateway uses and hands them over.
import type { AccessStage, ShadowStage } from './access.ts';
import type { Asked, AskStage } from './asks.ts';
import type { AuditRecord } from './audit.ts';
import type { AddedStage, CatalogContext, CatalogStage, Overridden, ResourceStage } from './catalog.ts';
import type { Clock, Environment } from './environment.ts';
import type { GatewayRequest } from './gateway.ts';
import type { Cors, Page } from './http.ts';
import type { Authenticator } from './identity.ts';
import type { LimitStage, Store } from './limits.ts';
import type { Checks, LockStage } from './lock.ts';
import type { ServerMessage } from './message.ts';
import type { LateStage, NewsStage, StreamStage, Watches } from './news.ts';
import type { LimitPlan, LockPlan, Plan, ServerPlan, Value } from './plan.ts';
import type { Redactor } from './redact.ts';
import type { Backend, OfferKind } from './server.ts';
import type { SharedSessions } from './shared.ts';
import type { CompletionStage } from './steps.ts';
import type { TaskStage } from './tasks.ts';
import type { CallFacts } from './tool.ts';
import type {
  Around,
  BreakerStore,
  Checker,
  FailoverStage,
  Guard,
  GuardName,
  HealthStage,
  Pool,
  RouteStage,
  RoutingContext,
  WaysOf,
} from './ways.ts';

/** The parts of a gateway. What a gateway does not use is absent, and not in its file. */
export interface Stages {
  readonly agents: (plan: Plan, environment: Environment) => Authenticator;
  readonly access: (plan: Plan) => AccessStage;
  /** Only where a rule is on trial. */
  readonly shadows?: (plan: Plan, environment: Environment) => ShadowStage;
  /** Only where the plan has values that are known only at run time. */
  readonly values?: (plan: Plan, environment: Environment) => Resolver;
  /** Only where a rule or limit reads arguments or the request. */
  readonly facts?: (request: GatewayRequest, clock: Clock) => CallFacts;
  readonly limits?: (limits: readonly LimitPlan[], store: Store) => LimitStage;
  readonly state?: (environment: Environment) => Store;
  readonly servers: Readonly<Partial<Record<'http' | 'stdio', BackendFactory>>>;
  /** Only where there may be more than one try: puts around backends what follows, each only where a server asks for it. */
  readonly around?: Around;
  readonly guards?: Readonly<Partial<Record<GuardName, Guard>>>;
  readonly pool?: Pool;
  readonly health?: HealthStage;
  readonly checker?: Checker;
  /** Only where calls may become tasks. */
  readonly subscribing?: Subscribing;
  /** Only where a server of the legacy era may ask, or log for several agents. */
  readonly apart?: Apart;
  /** Only where an allow speaks of resources. */
  readonly watching?: Watching;
  /** What the audit record says of ways. */
  readonly ways?: WaysOf;
  readonly breakers?: (environment: Environment) => BreakerStore;
  readonly routes?: (context: RoutingContext) => RouteStage;
  readonly failover?: (context: RoutingContext) => FailoverStage;
  readonly catalog: (context: CatalogContext) => CatalogStage;
  /** Only with a lock. */
  readonly lock?: (lock: LockPlan, environment: Environment, checks?: Checks) => LockStage;
  /** Validators of arguments, by `server/tool`, the server's own name. Only with a lock. */
  readonly checks?: Checks;
  /** Only where the catalog has tools of its own. */
  readonly added?: AddedStage;
  /** Only where a server's tools are described or annotated. */
  readonly overridden?: Overridden;
  /** Only where an allow speaks of resources. */
  readonly resources?: ResourceStage;
  /** Only where an allow speaks of prompts or resources. */
  readonly completion?: CompletionStage;
  /** Only where a server may ask. */
  readonly asks?: (context: AskContext) => AskStage;
  /** Only where calls may become tasks. */
  readonly tasks?: (context: TaskContext) => TaskStage;
  /** Only where streams may stay open. */
  readonly news?: (context: NewsContext) => NewsStage;
  /** Only where a server may ask for elicitation, or keep tasks. */
  readonly late?: (context: LateContext) => LateStage;
  /** Only where an allow speaks of resources. */
  readonly watches?: (context: Pick<NewsContext, 'catalog' | 'sessions'>) => Watches;
  /** The front's, only where pages of other origins may read answers. */
  readonly cors?: Cors;
  /** The front's, only where tokens are taken. */
  readonly page?: (plan: Plan) => Page;
  readonly audit: (environment: Environment) => (record: AuditRecord) => void;
}

/** What asking is made of. */
export interface AskContext {
  readonly environment: Environment;
  /** The first seals what modern clients carry, all open it. */
  readonly keys: readonly Uint8Array[];
  readonly asked: Asked;
  readonly late: LateStage | null;
}

/** What tasks are made of. */
export interface TaskContext {
  readonly environment: Environment;
  /** The first seals ids, all open them. */
  readonly keys: readonly Uint8Array[];
  /** The ids of each agent's tasks; null where other processes may have begun some. */
  readonly known: SharedSessions['tasks'];
  readonly late: LateStage | null;
  readonly redactor: Redactor;
}

/** What late notifications need. */
export interface LateContext {
  readonly plan: Plan;
  readonly sessions: Pick<SharedSessions, 'tell'>;
  readonly tell: (...told: Parameters<StreamStage['tell']>) => boolean | undefined;
}

/** What news is made of. */
export interface NewsContext {
  readonly environment: Environment;
  readonly catalog: CatalogStage;
  /** What agents can be allowed to see at all. */
  readonly kinds: readonly OfferKind[];
  readonly backends: readonly Backend[];
  readonly sessions: SharedSessions;
  readonly watches: Watches | null;
}

/** Values known only at run time, read once, at start. */
export interface Resolver {
  /** The text of a literal, or of a late value that was found. */
  value(value: Value): string;
  readonly problems: readonly string[];
  /** Servers with a value that is missing. */
  readonly broken: ReadonlySet<string>;
  readonly redactor: Redactor;
}

/** Makes a server's backend of those that `open` makes, for all and for one agent each; null where one is enough. */
export type Apart = (
  open: (more: Pick<BackendContext, 'asking' | 'owner' | 'opened'>) => Backend,
  context: ApartContext,
  server: Pick<ServerPlan, 'transport' | 'tasks' | 'era' | 'asks' | 'alone'>,
) => Backend | null;

export interface ApartContext {
  readonly clock: Clock;
  /** From which level on sessions want lines that said so. */
  readonly levels: SharedSessions['levels'];
}

export type BackendFactory = (server: ServerPlan, context: BackendContext) => Backend;

/** Adds to a backend what lets its clients subscribe. */
// biome-ignore lint/suspicious/noExplicitAny: the room's own types, which nothing here need know
export type Subscribing<Peer = any, Keep = any> = (
  peer: Peer,
  keep: Keep,
) => Required<Pick<Backend, 'subscribe'>>;

/** What is watched of a server's resources. */
// biome-ignore lint/suspicious/noExplicitAny: the room's own types, which nothing here need know
export type Watching<Linked = any, Watched = any> = (linked: Linked) => Watched;

export interface BackendContext {
  readonly environment: Environment;
  /** The value of a Late or literal, resolved at start. */
  readonly value: (value: Value) => string;
  readonly redactor: Redactor;
  readonly gateway: { readonly name: string; readonly version: string };
  readonly checker?: Checker | undefined;
  readonly subscribing?: Subscribing | undefined;
  readonly watching?: Watching | undefined;
  readonly late?: LateStage['told'] | undefined;
  /** Whom a server asks that does not say so: the servers' own. */
  // biome-ignore lint/suspicious/noExplicitAny: the room's own type, which nothing here need know
  readonly asking?: any;
  /** All calls over its link are of this one agent or session. */
  readonly owner?: string | undefined;
  /** Takes the id of each session that its server opens over HTTP; null: it has none. May throw a BackendError. */
  readonly opened?: ((id: string | null) => void) | undefined;
  /** Takes a log line of an owner that none of its calls hears; undefined: of the one agent there is. */
  readonly log?: ((owner: string | undefined, line: ServerMessage) => void) | undefined;
}
