// The one catalog over all servers, as types: what is in it, what an agent sees of it, and what it is made of.
import type { Judge, Watch } from './access.ts';
import type { AskKind } from './asks.ts';
import type { Environment } from './environment.ts';
import type { Readiness } from './gateway.ts';
import type { Agent } from './identity.ts';
import type { LimitGate } from './limits.ts';
import type { ArgumentsCheck, LockStage } from './lock.ts';
import type { Plan, ServerPlan } from './plan.ts';
import type { Backend, Capabilities, Listed, Mirror, Offerings, OfferKind, TaskSupport } from './server.ts';
import type { Facts, PromptFacts, ResourceFacts, ToolFacts } from './tool.ts';
import type { FailoverStage, Way } from './ways.ts';

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
  /** Only where a server's plan has `overrides`. */
  readonly overridden?: Overridden | undefined;
  readonly resources: ResourceStage | undefined;
  readonly lock: LockStage | undefined;
  /** Only where there are chains. */
  readonly failover?: FailoverStage | undefined;
}

/** A tool as the gateway's author describes it, by its name after rename. */
export type Overridden = (
  listed: Listed,
  overrides: NonNullable<ServerPlan['overrides']>,
  renamed: string,
) => Listed;

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
  /** How long it may be held, in milliseconds. */
  readonly ttlMs: number;
  /** Servers that could not be read yet: what they have is not in it. */
  readonly missing: readonly string[];
}
