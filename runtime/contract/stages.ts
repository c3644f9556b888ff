// The stages of a call, as types. The generated entry imports the parts a gateway uses and hands them over.
import type { AuditRecord } from './audit.ts';
import type { Clock, Environment } from './environment.ts';
import type { GatewayRequest, Readiness } from './gateway.ts';
import type { Fields } from './http.ts';
import type { Agent, Authenticator } from './identity.ts';
import type { AccessRulePlan, LimitPlan, Place, Plan, ServerPlan, Value } from './plan.ts';
import type { Backend, Mirror } from './server.ts';
import type { CallFacts, ToolFacts } from './tool.ts';

/** The parts of a gateway. What a gateway does not use is absent, and not in its file. */
export interface Stages {
  readonly agents: (plan: Plan, environment: Environment) => Authenticator;
  readonly access: (rules: readonly AccessRulePlan[]) => AccessStage;
  /** Only where the plan has values that are known only at run time. */
  readonly values?: (plan: Plan, environment: Environment) => Resolver;
  /** Only where a rule or limit reads arguments or the request. */
  readonly facts?: (request: GatewayRequest, clock: Clock) => CallFacts;
  readonly limits?: (limits: readonly LimitPlan[], store: Store) => LimitStage;
  readonly state?: (environment: Environment) => Store;
  readonly servers: Readonly<Partial<Record<'http' | 'stdio', BackendFactory>>>;
  readonly catalog: (context: CatalogContext) => CatalogStage;
  readonly audit: (environment: Environment) => (record: AuditRecord) => void;
}

/** Values known only at run time, read once, at start. */
export interface Resolver {
  /** The text of a literal, or of a late value that was found. */
  value(value: Value): string;
  readonly problems: readonly string[];
  /** Servers with a value that is missing. */
  readonly broken: ReadonlySet<string>;
}

export type BackendFactory = (server: ServerPlan, context: BackendContext) => Backend;

/** What the catalog is made of. */
export interface CatalogContext {
  readonly plan: Plan;
  readonly environment: Environment;
  /** One for each of `plan.servers`, in order. */
  readonly backends: readonly Backend[];
  /** What the other stages know of a tool; asked once per definition. */
  readonly prepare: (tool: ToolFacts) => Pick<CatalogTool, 'judge' | 'gate'>;
}

/** A tool in the catalog: all that a call of it needs, prepared when the definition arrived. */
export interface CatalogTool {
  readonly facts: ToolFacts;
  readonly judge: ToolJudge;
  /** Null: no limit counts for it. */
  readonly gate: LimitGate | null;
  readonly backend: Backend;
  readonly timeoutMs: number;
  readonly mirror: Mirror | null;
  /** The definition's JSON as agents see it. */
  readonly definition: Uint8Array;
}

/** The one catalog over all servers. */
export interface CatalogStage {
  /** Resolves when every server has been listed once or has failed once, after 5 s at the latest. */
  start(): Promise<void>;
  /** The tool of that name or alias; undefined if there is none. A promise only while a server has not been listed yet. */
  find(name: string): CatalogTool | undefined | Promise<CatalogTool | undefined>;
  /** What an agent sees. A promise only while a server has not been listed yet. */
  view(agent: Agent): CatalogView | Promise<CatalogView>;
  readiness(): Pick<Readiness, 'servers' | 'hidden'>;
  close(): void;
}

export interface CatalogView {
  /** A JSON array of definitions, in the order of their names. */
  readonly json: Uint8Array;
  /** Something is left out for this agent. */
  readonly filtered: boolean;
  /** How long it may be held, in milliseconds. */
  readonly ttlMs: number;
}

export interface BackendContext {
  readonly environment: Environment;
  /** The value of a Late or literal, resolved at start. */
  readonly value: (value: Value) => string;
  readonly gateway: { readonly name: string; readonly version: string };
}

/** Judges tools. `judge` runs once per definition, its result once per call. */
export interface AccessStage {
  judge(tool: ToolFacts): ToolJudge;
}

export interface ToolJudge {
  /** Could this agent be allowed, with `args` and `request` unknown? */
  visible(agent: Agent): boolean;
  decide(agent: Agent, call: CallFacts): Verdict;
}

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
