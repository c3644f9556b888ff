// The stages of a call, as types. The generated entry imports the parts a gateway uses and hands them over.
import type { AuditRecord } from './audit.ts';
import type { Environment } from './environment.ts';
import type { Agent, Authenticator } from './identity.ts';
import type { AccessRulePlan, LimitPlan, Place, Plan, ServerPlan } from './plan.ts';
import type { Backend } from './server.ts';
import type { CallFacts, ToolFacts } from './tool.ts';

/** The parts of a gateway. What a gateway does not use is absent, and not in its file. */
export interface Stages {
  readonly agents: (plan: Plan, environment: Environment) => Authenticator;
  readonly access: (rules: readonly AccessRulePlan[]) => AccessStage;
  readonly limits?: (limits: readonly LimitPlan[], store: Store) => LimitStage;
  readonly state?: (environment: Environment) => Store;
  readonly servers: Readonly<Partial<Record<'http' | 'stdio', BackendFactory>>>;
  readonly audit: (environment: Environment) => (record: AuditRecord) => void;
}

export type BackendFactory = (server: ServerPlan, context: BackendContext) => Backend;

export interface BackendContext {
  readonly environment: Environment;
  /** The value of a Late or literal, resolved at start. */
  readonly value: (value: import('./plan.ts').Value) => string;
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
  take(agent: Agent, call: CallFacts, now: number): Charge | Promise<Charge>;
}

export type Charge =
  | { readonly granted: true; refund(): void }
  | { readonly granted: false; readonly limit: string; readonly place: Place; readonly waitMs: number; readonly reason: string | null };

/** One cell of a limit: a GCRA bucket. */
export interface Cell {
  readonly key: string;
  readonly intervalMs: number;
  readonly burst: number;
}

/** Where counts live. All cells or none. */
export interface Store {
  /** Null when every cell took the call; else the index of the cell with the longest wait, and the wait. */
  take(cells: readonly Cell[], now: number): Taken | Promise<Taken>;
  refund(cells: readonly Cell[]): void;
}

export type Taken = null | { readonly index: number; readonly waitMs: number };
