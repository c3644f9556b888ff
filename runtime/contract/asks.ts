// What a server asks of a client while it answers a call: sampling, elicitation, roots.
import type { Through } from './attempt.ts';
import type { CatalogItem } from './catalog.ts';
import type { GatewayRequest } from './gateway.ts';
import type { ClientMessage, ServerMessage } from './message.ts';
import type { BackendCall, BackendFailure, BackendSink } from './server.ts';
import type { Steps } from './steps.ts';

export type AskKind = 'sampling' | 'elicitation' | 'roots';

/** What asking adds to a call that is sent. */
export type AskedCall = Required<Pick<BackendCall, 'capabilities' | 'edits'>> & Pick<BackendCall, 'through'>;

/** A call of a server that may ask, as the stage sees it. */
export interface AskingCall {
  readonly request: GatewayRequest;
  readonly server: string;
  /** What is asked for, by the client's name of it. */
  readonly asked: string;
  /** What its server may ask for at all. */
  readonly kinds: readonly AskKind[];
  readonly over: boolean;
  /** Sends the call, once. Returns what cancels it. */
  send(more: AskedCall, sink: BackendSink): () => void;
  /** The call waits for its client, and so does a gateway that drains; what is returned ends that. */
  hold(): () => void;
  /** What stops the attempt from here on. */
  sent(cancel: () => void): void;
  /** One message for the client, on this call's stream. */
  push(json: readonly Uint8Array[]): void;
  /** Where its answer may go before all of it has come. */
  through(): Through | null;
  notify(message: ServerMessage): unknown;
  /** Ends the call with a result by which the client is asked. */
  require(result: Uint8Array): void;
  answer(message: ServerMessage): void;
  failed(failure: BackendFailure): void;
  /** Refuses: the client has not declared what its server needs, as ClientCapabilities. */
  missing(required: object): void;
  /** Refuses: what the client sent to go on with is not what it was given. */
  invalid(problem: string): void;
}

/** What a client said: raw JSON of a result or an error; null when it said nothing in time. */
export type Said = { readonly result: string } | { readonly error: string } | null;

/** What a client tells meanwhile: raw JSON of the params of `notifications/progress`. */
export interface Progress {
  readonly progress: string;
}

/** Questions that wait for clients: they outlive the gateway that asked them where another takes its place. */
export interface Asked {
  /** Pushed to legacy clients, by session and id. */
  readonly pushed: Map<string, (said: Said | Progress) => void>;
  /** Calls that modern clients come back to, by their numbers; raw JSON of each response. */
  readonly parked: Map<string, (call: AskingCall, responses: ReadonlyMap<string, string>) => void>;
}

/** What becomes of a call that has ended. */
export type AskSteps<Call> = Pick<Steps<Call>, 'settle' | 'giveUp'>;

// biome-ignore lint/suspicious/noExplicitAny: the gateway's own type of a call, which nothing here need know
export interface AskStage<Call = any> {
  /** An agent's call of `item`, sent as `outbound`; `through`: what stands between the server and who is told of its answer. */
  of(
    call: Call,
    item: CatalogItem,
    outbound: BackendCall,
    steps: AskSteps<Call>,
    through?: (sink: BackendSink) => BackendSink,
  ): AskingCall;
  /** Begins a call, or goes on with one whose server has asked. */
  attempt(call: AskingCall): void;
  /** A response of a legacy client, to what its server asked, or its progress on that. */
  respond(session: string, response: ClientMessage): void;
  /** What a server that may ask for `kinds` is told that the client of a request can be asked for: raw JSON of ClientCapabilities. */
  shared(request: GatewayRequest, kinds: readonly AskKind[]): string;
  /** Whether it may ask the client for all of `requests`: raw JSON of InputRequests. */
  may(request: GatewayRequest, kinds: readonly AskKind[], requests: string): boolean;
}
