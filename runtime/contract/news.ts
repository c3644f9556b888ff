// What clients are told beside the answers to their requests: lists that changed, resources that were updated, log lines.
import type { Subject } from './catalog.ts';
import type { GatewayRequest, RequestSession } from './gateway.ts';
import type { Exchange, Flow } from './http.ts';
import type { Agent } from './identity.ts';
import type { ServerMessage } from './message.ts';
import type { TaskStage } from './tasks.ts';
import type { CallFacts } from './tool.ts';

/** From the least severe on (RFC 5424, 6.2.1). */
export const LOG_LEVELS = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A request about news, as the stage sees it. */
export interface NewsCall {
  /** Knows the tasks that it may be told of. */
  readonly core: { readonly tasks: Pick<TaskStage, 'heard'> | null };
  readonly request: GatewayRequest;
  /** The client's id, raw JSON. */
  readonly id: string;
  readonly over: boolean;
  readonly facts: CallFacts;
  /** What it is about, for its audit record. */
  asked: string;
  /** Answers with a result, raw JSON. */
  say(result: readonly Uint8Array[]): void;
  /** One message for the client, before the answer. */
  push(json: readonly Uint8Array[]): void;
  /** What stops it when the client has gone. */
  sent(cancel: () => void): void;
  invalid(problem: string): void;
  /** There is no such thing for this agent. */
  unknown(subject: Subject, stage: 'visible'): void;
  /** Answers with a refusal of the gateway's own. */
  refuse(refusal: object): void;
  fail(error: unknown): void;
}

/** Resources that were updated: what clients watch of them. */
export interface Watches {
  /** Serves a request of a session to watch what it names, or to do so no more; null for any other. */
  take(call: NewsCall, session: string): Promise<void> | null;
  /** Those of a client's `resourceSubscriptions` that it is told of; what is wrong with them is a text. */
  honored(call: NewsCall, given: unknown): Promise<readonly string[]> | string;
  /** `updated` runs with the URI of what was updated, of what `uris` gives. `session`: whose stream it is told on, if it is one's. */
  follow(
    agent: Agent,
    uris: () => Iterable<string>,
    updated: (uri: string) => void,
    session?: string,
  ): Following;
}

export interface Following {
  /** Follows what `uris` gives by now. */
  again(): void;
  stop(): void;
}

export interface NewsStage {
  /** Takes a request of one of its methods; false for any other. */
  take(call: NewsCall): boolean;
  /** From which level on the client of a request is told log lines; null: of none, or `invalid` for an unknown one. */
  levelOf(request: GatewayRequest): LogLevel | null | 'invalid';
  /** Whether a line is for who is told from `level` on. */
  hears(level: LogLevel | null, line: ServerMessage): boolean;
  /** Sees to it that servers log from `level` on; undefined where they do already. */
  want(level: LogLevel): Promise<void> | undefined;
  readonly streams: StreamStage;
  /** Ends what stays open, in good order. */
  drain(): void;
}

/** Whose it is what a server will say more of. */
export interface Whose {
  readonly session: string;
  /** What its client calls it. */
  readonly as: string;
  /** Writes on the stream of the call; false where that has ended. */
  push(json: readonly Uint8Array[]): boolean;
}

/** Notifications of servers that belong to no call any more. */
export interface LateStage {
  /** The server may send `method` about what it calls `id`. */
  expect(server: string, method: string, id: string, whose: Whose): void;
  /** `told` runs with each `method` about what the server calls `id`. Returns what ends that. */
  follow(server: string, method: string, id: string, told: (message: ServerMessage) => void): () => void;
  /** It has sent something that is not of the gateway's own. `waiter`: who waits for the call on whose stream it came. */
  told(
    server: string,
    message: ServerMessage,
    waiter: { progress?(message: ServerMessage): void } | null,
  ): void;
}

/** Streams of legacy sessions. */
export interface StreamStage {
  /** Writes on the stream that the session has opened by GET; false where it has none here. */
  tell(session: string, json: readonly Uint8Array[]): boolean;
  /** Tells a log line that no call hears to the session of its owner, or to all (undefined), if they asked for such. */
  log(owner: string | undefined, line: ServerMessage): void;
  /**
   * Serves a GET: the session's own stream, or what came after an event of another one. False where no such event is
   * known. (2025-11-25, basic/transports, "Listening for Messages from the Server", "Resumability and Redelivery")
   */
  listen(session: RequestSession, agent: Agent, lastEventId: string | null, exchange: Exchange): boolean;
  /** The stream of a request's answer, opened with its first message. */
  answering(session: RequestSession, protocolVersion: string, exchange: Exchange): AnswerStream;
}

/** The events of one answer. What its client does not get it may ask for by GET. */
export interface AnswerStream {
  write(json: readonly Uint8Array[]): void;
  /** The last event, whose data comes piece by piece. Null where it cannot. */
  flow(): Flow | null;
  end(): void;
}
