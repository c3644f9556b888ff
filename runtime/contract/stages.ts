// The stages of a call, as types. The generated entry imports the parts a gateway uses and hands them over.
import type { Asked, AskKind, AskStage } from './asks.ts';
import type { AuditRecord, ShadowRecord } from './audit.ts';
import type { Clock, Environment } from './environment.ts';
import type { GatewayRequest, Readiness } from './gateway.ts';
import type { Cors, Fields } from './http.ts';
import type { Agent, Authenticator } from './identity.ts';
import type { LateStage, NewsStage, StreamStage, Watches } from './news.ts';
import type { AccessRulePlan, LimitPlan, LockPlan, Place, Plan, ServerPlan, Value } from './plan.ts';
import type { Backend, Capabilities, Mirror, Offerings, OfferKind, TaskSupport } from './server.ts';
import type { SharedSessions, TrialCount } from './shared.ts';
import type { TaskStage } from './tasks.ts';
import type { CallFacts, Facts, PromptFacts, ResourceFacts, ToolFacts } from './tool.ts';
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
  Way,
  WaysOf,
} from './ways.ts';

/** The parts of a gateway. What a gateway does not use is absent, and not in its file. */
export interface Stages {
  readonly agents: (plan: Plan, environment: Environment) => Authenticator;
  readonly access: (rules: readonly AccessRulePlan[]) => AccessStage;
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
  /** Only where an allow speaks of resources. */
  readonly resources?: ResourceStage;
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
}

/** What late notifications need. */
export interface LateContext {
  readonly plan: Plan;
  readonly tell: StreamStage['tell'];
}

/** What news is made of. */
export interface NewsContext {
  readonly environment: Environment;
  readonly catalog: CatalogStage;
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

export type BackendFactory = (server: ServerPlan, context: BackendContext) => Backend;

/** What the catalog is made of. */
export interface CatalogContext {
  readonly plan: Plan;
  readonly environment: Environment;
  /** One for each of `plan.servers`, in order. */
  readonly backends: readonly Backend[];
  /** What the other stages know of a tool, a prompt, a resource, a template; asked once per definition. */
  readonly prepare: Prepare;
  /** What is asked for: servers are not asked to list what nobody may see. */
  readonly kinds: readonly OfferKind[];
  readonly added: AddedStage | undefined;
  readonly resources: ResourceStage | undefined;
  readonly lock: LockStage | undefined;
  /** Only where there are chains. */
  readonly failover?: FailoverStage | undefined;
}

/** Compares what servers list with what was reviewed. */
export interface LockStage {
  /** What may be offered of the servers' lists, which stand in the order of the plan. Hides and logs what is not as locked. */
  review(
    context: Pick<CatalogContext, 'plan' | 'environment'>,
    listed: readonly Offerings[],
    hide: (kind: OfferKind, name: string, server: string, reason: string) => void,
  ): readonly Offerings[];
  /** How much was not as locked at the last review, hidden or not. */
  drifted(): number;
  /** The check of a tool's arguments; null where anything fits. */
  check(tool: ToolFacts): ArgumentsCheck | null;
}

export type Checks = Readonly<Record<string, Check>>;

/** A generated validator: whether arguments are valid; if not, `errors` says why. */
export interface Check {
  (args: unknown): boolean;
  readonly errors?: readonly unknown[] | null;
}

/** What does not fit in a call's arguments, for the agent; null where they fit. */
export type ArgumentsCheck = (call: CallFacts) => string | null;

/** The tools of all servers and of the catalog itself, in the order of their names. */
export type AddedStage = (
  context: Pick<CatalogContext, 'plan' | 'prepare' | 'failover'>,
  tools: ReadonlyMap<string, CatalogItem>,
  /** What is hidden so far, and a way to hide more. */
  hiding: {
    readonly hidden: Readiness['hidden'];
    hide(kind: 'tools', name: string, server: string, reason: string): void;
  },
) => ReadonlyMap<string, CatalogItem>;

/** Indexes the resources of all servers, in the order of the plan, whenever a list has changed. */
// biome-ignore lint/suspicious/noExplicitAny: the catalog's own types, which nothing here need know
export type ResourceStage<Hide = any> = (
  context: CatalogContext,
  offerings: readonly Offerings[],
  hide: Hide,
) => ResourceIndex;

export interface ResourceIndex {
  /** What servers list, in the order of their URIs. */
  readonly resources: readonly CatalogItem[];
  readonly resourceTemplates: readonly CatalogItem[];
  /** The resource of a URI as it was sent; undefined where nobody owns it, or nobody can say who. */
  find(uri: string): CatalogItem | undefined;
  /** The template that is written so. */
  template(text: string): CatalogItem | undefined;
}

type Prepared = Pick<CatalogItem, 'judge' | 'gate' | 'watch'> & Partial<Pick<CatalogItem, 'check' | 'way'>>;

export interface Prepare {
  tool(facts: ToolFacts): Prepared;
  prompt(facts: PromptFacts): Prepared;
  resource(facts: ResourceFacts): Prepared;
  /** `head` is what all its URIs begin with. */
  template(facts: ResourceFacts, head: string): Prepared;
}

/** What may be asked for, and by which name of it: a tool's or prompt's in the catalog, a resource's URI. */
export type Subject = 'tool' | 'prompt' | 'resource';

/** A thing in the catalog: all that a request for it needs, prepared when the definition arrived. */
export interface CatalogItem {
  readonly subject: Subject;
  readonly facts: Facts;
  /** What its server calls it. */
  readonly original: string;
  readonly server: string;
  readonly judge: Judge;
  /** Null: no limit counts for it. */
  readonly gate: LimitGate | null;
  /** Null: any arguments fit, or the lock does not know it. */
  readonly check: ArgumentsCheck | null;
  /** Null where no rule on trial speaks of it. */
  readonly watch: Watch | null;
  /** Null where no route speaks of it. */
  readonly way: Way | null;
  readonly backend: Backend;
  readonly timeoutMs: number;
  /** What its server may ask for. */
  readonly asks: readonly AskKind[];
  /** Null but for some tools. */
  readonly mirror: Mirror | null;
  /** Null but for tools whose calls may become tasks. */
  readonly tasks: ToolTasks | null;
  /** The definition's JSON as agents see it. */
  readonly definition: Uint8Array;
}

/** How calls of a tool may become tasks. */
export interface ToolTasks extends TaskSupport {
  /** What a legacy server says of the tool (2025-11-25, basic/utilities/tasks, "Tool-Level Negotiation"). */
  readonly support: 'required' | 'optional' | 'forbidden';
}

/** The one catalog over all servers. */
export interface CatalogStage {
  /** Resolves when every server has been listed once or has failed once, after 5 s at the latest. */
  start(): Promise<void>;
  /**
   * The thing of that name or alias; undefined if there is none. A promise only while a server has not been listed yet:
   * for a second at most.
   */
  find(subject: Subject, name: string): CatalogItem | undefined | Promise<CatalogItem | undefined>;
  /** The resource template that is written so. */
  template(text: string): CatalogItem | undefined;
  /** What an agent sees of a kind; null where no server could be listed. A promise only while servers have time to be listed. */
  view(kind: OfferKind, agent: Agent): CatalogView | null | Promise<CatalogView | null>;
  /** What the servers can do of which the agent sees something. A promise only while a server has not been listed yet. */
  abilities(agent: Agent): Abilities | Promise<Abilities>;
  /** All servers, where none of them could be read: what there is, nobody can say. Else null. */
  dead(): readonly string[] | null;
  /** Why a thing that was asked for by this name is hidden; undefined where it is not. */
  why(name: string): string | undefined;
  /** Whether the server of a resource tells that it was updated. */
  updates(item: CatalogItem): boolean;
  /** `changed` runs when what there is may have changed. */
  onChanged(changed: () => void): void;
  readiness(): Pick<Readiness, 'servers' | 'hidden' | 'drifted'>;
  close(): void;
}

/** What an agent is told that the gateway can do for it. */
export interface Abilities {
  readonly kinds: Readonly<Record<OfferKind, boolean>>;
  readonly completions: boolean;
  readonly logs: boolean;
  /** Of resources that the agent sees. */
  readonly updates: boolean;
  /** Of tools that the agent sees; null where none can be called as a task. */
  readonly tasks: TaskAbilities | null;
  /** Of all servers, by name; of two of one name the first server's. */
  readonly extensions: Capabilities;
  readonly experimental: Capabilities;
  /** Of each server that has any, in the order of the servers. */
  readonly instructions: readonly string[];
}

/** Which clients' calls may become tasks. */
export interface TaskAbilities {
  /** Calls of legacy clients, and whether they can be cancelled. */
  readonly legacy: { readonly cancel: boolean } | null;
}

export interface CatalogView {
  /** A JSON array of definitions, in the order of their names. */
  readonly json: Uint8Array;
  /** Something is left out for this agent. */
  readonly filtered: boolean;
  /** How long it may be held, in milliseconds. */
  readonly ttlMs: number;
  /** Servers that could not be read yet: what they have is not in it. */
  readonly missing: readonly string[];
}

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
  readonly watching?: Watching | undefined;
  readonly late?: LateStage['told'] | undefined;
}

/** Judges tools, prompts and resources. `judge` runs once per definition, its result once per call. */
export interface AccessStage {
  /** `speaks` tells which rules speak of the thing at all. */
  judge(facts: Facts, speaks: (rule: AccessRulePlan) => boolean): Judge;
}

export interface Judge {
  /** Could this agent be allowed, with `args` and `request` unknown? */
  visible(agent: Agent): boolean;
  decide(agent: Agent, call: CallFacts): Verdict;
  /** Does a deny hold, whether or not an allow does? */
  denies(agent: Agent, call: CallFacts): boolean;
}

/** Judges things by rules on trial, and counts. `watch` runs once per definition, its result once per call. */
export interface ShadowStage {
  /** `judge` knows what the enforced rules say of the thing. */
  watch(facts: Facts, speaks: (rule: AccessRulePlan) => boolean, judge: Judge): Watch | null;
  /** Adds what another process counted under the same policy. */
  add(counts: readonly TrialCount[]): void;
  /** Tells what was counted and is not told yet. */
  tell(): void;
}

/** The rules on trial that hold for a call, in the order of the file. `verdict` is null where the thing is not visible. */
export type Watch = (agent: Agent, call: CallFacts, verdict: Verdict | null) => readonly ShadowRecord[];

export interface Verdict {
  readonly allowed: boolean;
  /** The rule that decided; null when no allow matched. */
  readonly rule: string | null;
  readonly place: Place | null;
  /** What the agent is told of a denial, if the rule says so. */
  readonly message: string | null;
}

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
