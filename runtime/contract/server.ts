// A backend as the gateway sees it, whatever its transport and era.
import type { CallContext, Through } from './attempt.ts';
import type { Fields } from './http.ts';
import type { Agent } from './identity.ts';
import type { ClientMessage, Era, ServerMessage, Span } from './message.ts';
import type { LogLevel } from './news.ts';
import type { LockedKind } from './plan.ts';

/** Arguments of a tool that are mirrored into header fields (2026-07-28, Streamable HTTP, `x-mcp-header`). */
export interface Mirror {
  /** The argument that its field cannot carry, as an integer out of range; null when all can be sent. */
  unfit(message: ClientMessage): string | null;
  /** Which of a client's fields does not agree with its arguments, and how; null when all do. */
  check(message: ClientMessage, fields: Fields): string | null;
  /** The fields that mirror the arguments, flat. */
  fields(message: ClientMessage): Fields;
}

/** What servers list: each kind by its own method. */
export const OFFER_KINDS = ['tools', 'prompts', 'resources', 'resourceTemplates'] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

/** A thing as its server lists it: the raw JSON of its definition, and what the gateway reads of it. */
export interface Listed {
  /** What it is called by: a tool's or prompt's name, a resource's URI, a template's URI template. */
  readonly name: string;
  /** The definition's raw JSON, an object. */
  readonly definition: Uint8Array;
  /** Where its name's raw JSON stands in `definition`. */
  readonly nameSpan: Span;
  /** Null for most tools, for every server that is not reached over HTTP, and for what is no tool. */
  readonly mirror: Mirror | null;
  /** The same, parsed: only for reading. */
  readonly parsed: Readonly<Record<string, unknown>>;
}

/** How a server keeps tasks: as 2025-11-25 has them, or by the extension of the modern era. */
export interface TaskSupport {
  readonly form: 'legacy' | 'modern';
  /** They can be cancelled. */
  readonly cancel: boolean;
}

/** Settings by name: of extensions, or of experimental capabilities. */
export type Capabilities = Readonly<Record<string, unknown>>;

/** All that one server offers. */
export interface Offerings extends Readonly<Record<OfferKind, readonly Listed[]>> {
  /** It completes arguments (`completion/complete`). */
  readonly completions: boolean;
  /** It logs (`notifications/message`). */
  readonly logs: boolean;
  /** It tells of resources that were updated (`resources/subscribe`). */
  readonly updates: boolean;
  /** How it keeps tasks; null where it does not. */
  readonly tasks: TaskSupport | null;
  /** The extensions that it says it has, and experimental capabilities, with their settings. */
  readonly extensions: Capabilities;
  readonly experimental: Capabilities;
  /** How it says it is to be used; null when it does not say. */
  readonly instructions: string | null;
  /** How long the server says its lists are fresh, the shortest; null when it does not say. */
  readonly ttlMs: number | null;
  /** What is left out because it is invalid, with the reason, for the log. */
  readonly rejected: readonly { readonly kind: OfferKind; readonly name: string; readonly reason: string }[];
}

export type BackendStatus =
  | { readonly state: 'starting' }
  | { readonly state: 'up' }
  | { readonly state: 'down'; readonly reason: string };

/** An agent, as one that is told from another. */
export type Owner = Pick<Agent, 'method' | 'name'>;

/** One request of an agent, for one server. */
export interface BackendCall {
  /** What it is about, as the server names it: a tool, a prompt, a resource's URI. */
  readonly subject: string;
  /** Where the client's message names it otherwise; null where nothing is renamed. */
  readonly renamed: Span | null;
  /** The client's message: its spans are what is sent. */
  readonly message: ClientMessage;
  /** `Mcp-Param-*` fields for a modern HTTP backend, flat. */
  readonly paramFields: readonly string[];
  readonly timeoutMs: number;
  /** What its client can be asked for meanwhile, raw JSON of ClientCapabilities; nothing where it is absent. */
  readonly capabilities?: string;
  /** More of the client's capabilities: its extensions, as raw JSON members; none where absent. */
  readonly extensions?: string;
  /** From which level on its client is told log lines, where the client's message does not say; nothing where absent. */
  readonly logLevel?: LogLevel | undefined;
  /** The call that it belongs to, where it may go several ways. */
  readonly of?: CallContext;
  /** Whose it is, where it belongs to no call. */
  readonly agent?: Owner;
  /** Only addresses with these labels. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Addresses that were tried for it, by their places in the plan: another one is better. */
  readonly tried?: number[];
  /** More changes of the client's message, before it is sent: one character a byte. */
  readonly edits?: readonly { readonly span: Span; readonly with: string }[];
  /** Where its answer may go before all of it has come, if not where `of` says. */
  readonly through?: () => Through | null;
  /** Somebody looks at its answer before it passes on: all of it has to come first. */
  readonly whole?: boolean;
}

/** Why a call has no answer. */
export interface BackendFailure {
  readonly kind: 'unreachable' | 'timeout' | 'http' | 'protocol' | 'reset' | 'busy';
  /** The HTTP status for `http`. */
  readonly status: number | null;
  /** The server may have begun to execute the call. */
  readonly begun: boolean;
  /** Bytes of the call may have left: it is charged, even where it has surely not begun. */
  readonly sent: boolean;
  /** For the log and the audit record, never for the agent. */
  readonly detail: string;
  /** A part of its answer has gone to the client: nothing else can. */
  readonly passed?: boolean;
  /** When it is worth another try, where something knows. */
  readonly retryAfterMs?: number;
  /** The servers that were tried, where there was more than one. */
  readonly tried?: readonly string[];
}

/** One thing that a server asks its client for: the method, and the params as raw JSON. */
export interface Ask {
  readonly method: string;
  readonly params: string;
  /** Aborted when the server takes the question back, with the `reason` that it gives: raw JSON, or undefined. */
  readonly signal?: AbortSignal;
  /** Takes what the client tells of its progress: raw JSON of the notification's params, with the server's own token. */
  readonly progress?: (params: string) => void;
}

/** Told: any `notification`s, then `answer` or `failed`, once. Nothing after a cancel. */
export interface BackendSink {
  /** True where the client is told. */
  notification(message: ServerMessage): unknown;
  /** A legacy server asks in the middle of the call. `respond` takes a raw JSON member: the result, or the error. */
  asked?(ask: Ask, respond: (member: string) => void): void;
  answer(message: ServerMessage): void;
  failed(failure: BackendFailure): void;
}

/** What a client wants to be told of, on a stream of its own (2026-07-28, basic/patterns/subscriptions). */
export interface Subscription extends Pick<BackendCall, 'capabilities' | 'extensions'> {
  /** Raw JSON of SubscriptionFilter. */
  readonly filter: string;
}

/** Told of its stream. */
export interface Subscriber {
  /** The stream is asked for, also once more, by the request of this id: by that it is named in what comes on it. */
  opening(id: number): void;
  /** The server has no such stream. */
  refused(): void;
}

export interface Backend {
  readonly name: string;
  status(): BackendStatus;
  /** Of which era it is; null as long as nobody knows. */
  era?(): Era | null;
  /** Connects (or starts the child) if need be and lists every page of `kinds`, or of all. Rejects with a BackendError. */
  list(kinds?: readonly OfferKind[]): Promise<Offerings>;
  /** Sends one call, at most once. Returns what cancels it, telling the backend. */
  call(call: BackendCall, sink: BackendSink): () => void;
  /** Runs when the server says that what it offers changed. */
  onChanged(changed: () => void): void;
  /** `updated` runs when the server says that the resource, or one below it, was updated. `session`: the client's. Returns what ends that. */
  watch(uri: string, updated: (uri: string) => void, agent: Owner, session?: string): () => void;
  /**
   * Keeps a stream open for one client, on which a modern server tells what it is asked to; what it tells comes with its late
   * notifications. Returns what ends it. Where calls may become tasks.
   */
  subscribe?(subscription: Subscription, subscriber: Subscriber): () => void;
  /** Asks whether it is there: `ping`, or `server/discover` of a modern one. Rejects with a BackendError. Where servers are checked. */
  check?(timeoutMs: number): Promise<unknown>;
  /** From which level on a legacy server logs. Resolves when it knows; never rejects. */
  logFrom(level: LogLevel): Promise<void>;
  close(): Promise<void>;
}

/** What one server offers, for the lock, or why that is not known. */
export interface ServerListing {
  readonly server: string;
  /** Definitions, parsed; null where the server could not be listed. */
  readonly offered:
    | (Readonly<Record<LockedKind, readonly object[]>> & { readonly instructions: string | null })
    | null;
  /** Why the server could not be listed; null where it was. */
  readonly failure: string | null;
  /** What it offers and the gateway would not take, and why. */
  readonly rejected: readonly { readonly kind: string; readonly name: string; readonly reason: string }[];
}

/** Why a backend could not be listed or reached. `message` is fit for the operator's log. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  readonly failure: BackendFailure;
  constructor(failure: BackendFailure) {
    super(failure.detail);
    this.failure = failure;
  }
}
