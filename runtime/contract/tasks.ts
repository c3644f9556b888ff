// Calls that go on after they were answered: how they begin, and what their clients ask of them later.
import type { CatalogItem, CatalogView, TaskAbilities } from './catalog.ts';
import type { Clock } from './environment.ts';
import type { GatewayRequest } from './gateway.ts';
import type { ClientMessage, ServerMessage } from './message.ts';
import type { BackendCall, BackendFailure, BackendSink } from './server.ts';

/** By what the call that began a task was granted. */
export interface Grant {
  /** The policy that granted it, by its hash; for a token with what that says of its agent. */
  readonly policy: string;
  /** The call's arguments, raw JSON; null where they are too long for an id. */
  readonly args: string | null;
}

/** What is known of a task by its id. */
export interface TaskOf extends Grant {
  readonly server: string;
  /** The tool whose call began it, by its name in the catalog. */
  readonly tool: string;
  /** The tool that a route led the call to; null where that is the same. */
  readonly to: string | null;
  /** What its server calls it. */
  readonly id: string;
  /** Reference id of the call that began it. */
  readonly ref: string;
}

/** How a call is sent that may become a task; or why it is not sent. */
export type Opening = { readonly refused: 'undeclared' | 'unsupported' } | Opened;

export interface Opened {
  readonly refused: null;
  /** Its answer may be a task. */
  readonly begins: boolean;
  /** Raw JSON members that its params have beside. */
  readonly members: string;
  /** What the client says of the task goes with it. */
  readonly keeps: boolean;
  /** All of its answer has to come first. */
  readonly whole: boolean;
  /** The server is told that its client knows the extension, or is told of its tasks in the other era's way. */
  readonly extension: boolean;
}

/** What looks at one task. */
export interface TaskLook {
  readonly request: GatewayRequest;
  readonly item: CatalogItem;
  readonly task: TaskOf;
  readonly over: boolean;
  /** What its server is told that the client can be asked for, raw JSON of ClientCapabilities; null where it may ask nothing. */
  readonly askable: string | null;
  /** What a legacy server's task asks by now, for a modern client: raw JSON of InputRequests; null where that is nothing. */
  asked(): string | null;
  /** Why a modern server's answer does not pass, for what it asks the client; null where it does. */
  unasked(answer: ServerMessage): BackendFailure | null;
  /** Sends once more for it; the client's going cancels it. */
  send(call: BackendCall, sink: BackendSink): void;
  notify(message: ServerMessage): unknown;
  answer(message: ServerMessage): void;
  /** Answers with a result, raw JSON. */
  tell(result: string): void;
  failed(failure: BackendFailure): void;
}

/** A request about one task, as the stage sees it. */
export interface TaskCall extends TaskLook {
  readonly clock: Clock;
  /** Goes on after `ms`, unless its client goes meanwhile. */
  wait(ms: number, next: () => void): void;
  /** What its server says of the task, as it may be told; null where it may not. */
  redacted(answer: ServerMessage): ServerMessage | null;
  /** Answers what a legacy server's task has asked, by raw JSON of InputResponses. */
  respond(responses: string): void;
  /** Refuses as invalid what the client wants, in these words. */
  refused(text: string): void;
  /**
   * Goes on in rounds: `send` sends what the client was asked for, `message` with it in its params, or begins with null. `answer`
   * is the last one, by which nothing is asked.
   */
  rounds(
    message: ClientMessage,
    send: (message: ClientMessage | null, sink: BackendSink) => () => void,
    answer: (message: ServerMessage) => void,
  ): void;
  /** Sends where the server may ask in the middle of it. */
  attempt(
    call: BackendCall,
    through: (sink: BackendSink) => BackendSink,
    answer: (message: ServerMessage) => void,
  ): void;
}

/** The task of an id that can be asked for. */
export interface FoundTask {
  readonly item: CatalogItem;
  readonly task: TaskOf;
}

/** What the agent has begun and may still see, as a call of its own. */
export interface TaskList {
  readonly request: GatewayRequest;
  /** Null where there is none. */
  find(id: string): Promise<FoundTask | null>;
  /** What `tasks/get` is answered with; null where its server does not answer. */
  look(found: FoundTask, id: string): Promise<ServerMessage | null>;
  tell(result: string): void;
  invalid(problem: string): void;
}

/** Tasks of which a stream tells (the extension, "Task Status Notifications"). */
export interface TaskNews {
  /** Those that it will tell of, by the client's ids. */
  readonly ids: readonly string[];
  /** `tell` runs with each notification: raw JSON members of its params, and more of its `_meta`. Returns what ends that. */
  follow(tell: (method: string, members: string, meta: string) => void): () => void;
}

/** Calls that may become tasks, and what is asked of these. */
// biome-ignore lint/suspicious/noExplicitAny: the gateway's own types of a call, its steps and a refusal, which nothing else need know
export interface TaskStage<Call = any, Steps = any, Refusal = any> {
  /** The capability of a legacy server, or the extensions of a modern one, that the client of a request is told of. */
  announced(request: GatewayRequest, abilities: TaskAbilities | null): object | undefined;
  /** What is listed of tools, as the client of a request is told of what may become a task. */
  listed(call: Call, view: CatalogView): CatalogView;
  /** Serves a request about tasks; false where it is about something else. */
  take(call: Call, steps: Steps): boolean;
  /** The tasks that a client listens to, as far as it may; null where it names none. */
  heard(call: Call): TaskNews | Promise<TaskNews | null> | null;
  /** Notes how the call of a tool is sent; why it is not, if it is not. */
  open(call: Call, item: CatalogItem): Refusal | null;
  /** The answer to a call that may have become a task, as its client gets it; a failure where that is none. */
  begun(call: Call, item: CatalogItem, answer: ServerMessage): ServerMessage | BackendFailure;
}
