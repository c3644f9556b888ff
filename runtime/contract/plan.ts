// The plan: what the compiler writes and the runtime reads. Plain data, and functions that import nothing.
import type { AskKind } from './asks.ts';
import type { Agent } from './identity.ts';
import type { Era } from './message.ts';
import type {
  AddressPlan,
  BalancePlan,
  BreakerPlan,
  ChainPlan,
  HealthPlan,
  QueuePlan,
  Reads,
  RetryPlan,
  RoutePlan,
} from './plan-ways.ts';
import type { Facts, RequestFacts, ToolFacts } from './tool.ts';

/** A value known only at run time. `default` is allowed for what is no secret; `prefix` stands before what was read. */
export type Late =
  | { readonly env: string; readonly default?: string; readonly prefix?: string; readonly secret: boolean }
  | { readonly file: string; readonly prefix?: string; readonly secret: boolean };

/** A literal, or a value known only at run time. */
export type Value = string | Late;

/** Where in the YAML a thing stands, as `gateway.yaml:41`. */
export type Place = string;

export interface Plan {
  readonly name: string;
  readonly policy: PolicyPlan;
  readonly listen: ListenPlan;
  readonly agents: readonly AgentPlan[];
  /** Whose tokens are taken; absent: none are. */
  readonly issuers?: readonly IssuerPlan[];
  /** The URL that tokens are for, where any are taken (RFC 9728, `resource`). */
  readonly resource?: string;
  /** Scopes with which rules allow more, sorted. Absent where there are none, or no tokens are taken. */
  readonly scopes?: readonly string[];
  /** Name of the declared agent that callers without a credential become, or null: they are refused. */
  readonly anonymous: string | null;
  readonly servers: readonly ServerPlan[];
  readonly catalog: CatalogPlan;
  /** Only with a lock. */
  readonly lock?: LockPlan;
  readonly access: readonly AccessRulePlan[];
  /** Rules on trial, where there are any. */
  readonly shadows?: readonly AccessRulePlan[];
  readonly limits: readonly LimitPlan[];
  /** Where some calls go another way than to their tool's own server. */
  readonly routes?: readonly RoutePlan[];
  /** Chains by name. */
  readonly failover?: Readonly<Record<string, ChainPlan>>;
}

export interface PolicyPlan {
  /** SHA-256 in hex over the compiler's version and the sources: what the audit record and `--version` name. */
  readonly hash: string;
  readonly compiler: string;
}

export interface ListenPlan {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** Further Host values accepted, lower case, beside the address itself. With or without port. */
  readonly hosts: readonly string[];
  /** Origins of pages that may call, lower case. */
  readonly origins: readonly string[];
  /** What clients carry is sealed with the first, and opened with all. Absent: with a key of the process's own. */
  readonly seal?: readonly Value[];
}

export interface AgentPlan {
  readonly name: string;
  readonly place: Place;
  readonly team: string;
  readonly roles: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** SHA-256 digests of API keys, 64 hex digits each. */
  readonly keys: readonly string[];
  /** The issuer whose token may bear its name; absent: none may. */
  readonly issuer?: string;
}

export interface IssuerPlan {
  /** The claim `iss`. */
  readonly issuer: string;
  readonly place: Place;
  /** Of which the claim `aud` must have one. */
  readonly audiences: readonly string[];
  /** Names of signatures (RFC 7518, 3.1). */
  readonly algorithms: readonly string[];
  /** Where its keys are, a URL or a file; absent: the issuer says so. */
  readonly jwks?: string | Extract<Late, { readonly file: string }>;
  /** Is a claim of its declared type? By its name; no others are looked at. Absent: none are declared. */
  readonly claims?: Readonly<Record<string, (value: unknown) => boolean>>;
  /** Each may throw, or give what is no name: the token is then refused. */
  readonly agent: (claims: Claims) => unknown;
  readonly team?: (claims: Claims) => unknown;
  readonly roles?: (claims: Claims) => unknown;
}

/** The verified claims of a token, as JSON has them. */
export type Claims = Readonly<Record<string, unknown>>;

export interface ServerPlan {
  readonly name: string;
  readonly place: Place;
  readonly transport: HttpTransportPlan | StdioTransportPlan;
  readonly timeoutMs: number;
  /** The era it is of; absent where the gateway finds out. */
  readonly era?: Era;
  /** What it may ask agents' clients for; nothing where it is absent. */
  readonly asks?: readonly AskKind[];
  /** Calls of its tools may become tasks. */
  readonly tasks?: true;
  /** All who call it over HTTP are one agent. */
  readonly alone?: true;
  /** True for the server's own names that are offered. */
  readonly offers: (original: string) => boolean;
  /** Server's name → name after rename. */
  readonly rename: Readonly<Record<string, string>>;
  /** Labels of a tool, by its name after rename. */
  readonly labels: (renamed: string) => Readonly<Record<string, string>>;
  /**
   * What goes over a tool's definition, by its name after rename and its own annotations: a description, and all annotations.
   * Absent where nothing does.
   */
  readonly overrides?: (renamed: string, annotations: object) => object;
  /** Which of its addresses this is, from 0: set where each gets a backend of its own. */
  readonly address?: number;
  /** How calls are spread over its addresses, where it has several. */
  readonly balance?: BalancePlan;
  readonly health?: HealthPlan;
  readonly breaker?: BreakerPlan;
  readonly retry?: RetryPlan;
  readonly queue?: QueuePlan;
}

/** How MCP goes over HTTP: since 2025-03-26, or with a stream for all messages as 2024-11-05 had it. */
export type HttpForm = 'streamable-http' | 'sse';

export interface HttpTransportPlan {
  readonly kind: 'http';
  /** Absent where the gateway finds out. */
  readonly pinned?: HttpForm;
  readonly url: Value;
  /** Hosts a URL from the environment may name; empty when the URL is literal. */
  readonly hosts: readonly string[];
  /** All addresses, where there are several: `url` and `hosts` are those of the first. */
  readonly addresses?: readonly AddressPlan[];
  /** Header fields that carry the backend's credential: lower-case name → value. */
  readonly credentials: Readonly<Record<string, Value>>;
}

export interface StdioTransportPlan {
  readonly kind: 'stdio';
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, Value>>;
}

export interface CatalogPlan {
  /** How a tool is called in the one catalog. */
  readonly name: (server: string, tool: string) => string;
  /** Old name → today's name. */
  readonly alias: Readonly<Record<string, string>>;
  /** Tools of its own, by name. */
  readonly add?: Readonly<Record<string, AddedPlan>>;
  /** Patterns of resources and the servers that own them, where listings do not tell. */
  readonly resources?: readonly { readonly matches: (uri: string) => boolean; readonly server: string }[];
}

/** Another name for a tool of a server, and what goes over its definition. */
export interface AddedPlan {
  readonly server: string;
  /** The tool's name after rename. */
  readonly tool: string;
  readonly description?: string;
  readonly annotations?: Readonly<Record<string, boolean | string>>;
  /** The chain that serves it. */
  readonly failover?: string;
  /** Links that take the same arguments: whose definition it has where the first is not known. */
  readonly also?: readonly { readonly server: string; readonly tool: string }[];
}

/** What was reviewed of what the servers offer. */
export interface LockPlan {
  readonly onDrift: 'hide' | 'warn' | 'allow';
  /** By server, by kind, by the name that the server itself uses. */
  readonly servers: Readonly<
    Record<
      string,
      Readonly<Record<LockedKind, Readonly<Record<string, LockedPlan>>>> & {
        /** Of what it tells every agent. */
        readonly instructions?: LockedPlan;
      }
    >
  >;
}

export type LockedKind = 'tools' | 'prompts' | 'resourceTemplates';

export interface LockedPlan {
  /** `sha256:…` over the canonical form of the definition (runtime/lock/canonical.ts). */
  readonly hash: string;
  /** The definition's JSON (of instructions: the text's): where it is offered although the server has another. Absent elsewhere. */
  readonly definition?: string;
}

/** A condition: true holds; anything else, a throw included, does not (allow) or does (deny). */
export type Condition = (agent: Agent, facts: Facts, args: unknown, request: RequestFacts) => boolean;

/** Which resources a rule speaks of. */
export interface ResourcesPlan {
  /** Of a normalized URI. */
  readonly matches: (uri: string) => boolean;
  /** For each pattern, what stands before its first star, and whether all that begins so is meant. */
  readonly heads: readonly { readonly text: string; readonly whole: boolean }[];
}

export interface AccessRulePlan {
  readonly name: string;
  readonly place: Place;
  readonly effect: 'allow' | 'deny';
  readonly tools: (name: string) => boolean;
  /** Where it speaks of prompts: of their names in the catalog. */
  readonly prompts?: (name: string) => boolean;
  /** Where it speaks of resources. */
  readonly resources?: ResourcesPlan;
  /** Who it concerns. For an allow it already demands an authenticated caller, or the anonymous agent by name. */
  readonly to: (agent: Agent) => boolean;
  /** Null: always holds. */
  readonly when: Condition | null;
  /**
   * Three-valued, with `args` and `request` unknown. For an allow: could `when` be true?
   * For a deny: could `when` be false? Null: yes where `when` is null and effect is allow, no where effect is deny.
   */
  readonly could: ((agent: Agent, facts: Facts) => boolean) | null;
  /** For a deny: true where `when` is false whatever `args` and `request` are. Null: never known, or an allow. */
  readonly spares: ((agent: Agent, facts: Facts) => boolean) | null;
  /** What `when` demands of arguments, where calls are sorted by it; else empty. */
  readonly demands: readonly DemandPlan[];
  /** What `when` reads, so that nothing else is parsed. */
  readonly reads: Reads;
  /** What the agent is told when this deny refuses. */
  readonly message: string | null;
  /** Where tokens are taken, and `to` or `when` asks for scopes. */
  readonly scopes?: AskedScopes;
}

/** What a rule asks of a token's scopes. */
export interface AskedScopes {
  /** Of which `to` asks for one. Absent: for none. */
  readonly any?: readonly string[];
  /** Whom it concerns, scopes not looked at: where `to` asks for some. */
  readonly to?: (agent: Agent) => boolean;
  /** Those that `when` looks for. Absent: it reads none. */
  readonly named?: readonly string[];
  /** The same as the rule's own, with scopes that the agent lacks unknown as well: where `when` reads some. */
  readonly could?: (agent: Agent, facts: Facts) => boolean;
}

/** An argument that must be one of some values: where it is another, an allow's `when` is not true and a deny's is false. */
export interface DemandPlan {
  /** Keys from `args` on. */
  readonly path: readonly string[];
  /** Gives the argument at the path, undefined where there is none: a function of the path's own is the fastest. */
  readonly read?: (args: unknown) => unknown;
  readonly values: readonly (string | number | boolean)[];
  /** Where the argument is missing `when` is false; else it may be an error. */
  readonly guarded: boolean;
}

export interface LimitPlan {
  readonly name: string;
  readonly place: Place;
  readonly tools: (name: string) => boolean;
  /** The cells a call is charged to, one or (for roles) several. A throw refuses the call. */
  readonly cells: (agent: Agent, tool: ToolFacts, args: unknown, request: RequestFacts) => readonly string[];
  readonly reads: Reads;
  readonly rate: {
    /** One call each so many milliseconds, in the long run. May be fractional. */
    readonly intervalMs: number;
    /** How many pass at once from idle, ≥ 1. */
    readonly burst: number;
  };
}
