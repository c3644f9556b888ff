// What stands between a backend and its transport: the little that HTTP and stdio do differently.
import type { Clock } from '../contract/environment.ts';
import type { Fields } from '../contract/http.ts';
import type { Era, ServerMessage } from '../contract/message.ts';
import type { LogLevel } from '../contract/news.ts';
import type { Redact } from '../contract/redact.ts';
import type { Ask, BackendCall, BackendFailure, Mirror } from '../contract/server.ts';
import type { Passing } from './passing.ts';
import type { Watched } from './watching.ts';

/** What both ends of a link know. */
export interface Peer {
  readonly clock: Clock;
  /** Milliseconds that a request of the gateway's own may take. */
  readonly timeoutMs: number;
  /** What the gateway says of itself: raw JSON in ASCII, and as raw members of a modern request's `_meta`. */
  readonly clientInfo: string;
  readonly own: string;
  /** The era that the server is said to be of; null where it is to be found out. */
  readonly era: Era | null;
  /** What the server may ask a client for: raw JSON of ClientCapabilities, said in a legacy handshake. */
  readonly asks: string;
  /** Whom it is about what the server asks without saying so; null where it may ask nothing. */
  readonly asking: Asking | null;
  /** An id that no other request to this server has. Also the request's progress token. */
  nextId(): number;
  /** What the server offers changed, or may have. */
  changed(): void;
  /** What is wanted of the server beside answers. */
  readonly wants: Wants;
  /** Takes the id of a session over HTTP, null where the server gave none. Throws a BackendError where it is of no use. */
  readonly opened?: ((id: string | null) => void) | undefined;
  /** Takes a log line that no call hears; null where calls over the link are of several agents. */
  readonly unheard: ((line: ServerMessage) => void) | null;
  /** It told something else, on the stream of a call or of none. */
  late(message: ServerMessage, waiter: Waiter | null): void;
  /** Leaves out the server's secrets. */
  readonly redact: Redact;
  /** Takes a line for the operator. */
  log(line: string): void;
}

/** What agents want to be told, all of them together. */
export interface Wants {
  readonly watched: Watched;
  /** From which level on a legacy server is to log; null where nobody said. */
  readonly level: LogLevel | null;
}

/** What is agreed with a server. */
export interface Agreement {
  readonly era: Era;
  readonly version: string;
  /** Its capabilities, as it sent them. */
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** How it says it is to be used; null when it does not say. */
  readonly instructions: string | null;
}

/** The calls under way of a server that may ask, and what it asks. */
export interface Asking {
  begin(waiter: Waiter): void;
  /** It is over, or nobody waits for it any more. */
  end(waiter: Waiter): void;
  /** It asks: on the stream of the call of `waiter`, or beside those of all calls. `reply` sends it a message. */
  asked(message: ServerMessage, waiter: Waiter | null, reply: (json: Uint8Array) => void): void;
  /** It tells something of the protocol's own: it may take a question back. */
  told(message: ServerMessage): void;
}

/** Who waits for the answer to a request. Told once: `answer` or `failed`. */
export interface Waiter {
  answer(message: ServerMessage): void;
  failed(failure: BackendFailure): void;
  /** The server asks in the middle of it. */
  asked?(ask: Ask, respond: (member: string) => void): void;
  /** Progress of this request, or a log line about it. True where its client is told. */
  progress?(message: ServerMessage): unknown;
  /** The head of a response that will be read (HTTP). */
  opened?(fields: Fields): void;
  /** A large answer comes, this much of it already: it may pass. Null: it is held. */
  passing?(id: number, head: Uint8Array): Passing | null;
  /** Its answer holds nothing that is anybody's. */
  readonly tellsNothing?: true;
  /** What wants no answer was accepted (HTTP). */
  accepted?(): void;
}

export interface Request {
  readonly id: number;
  readonly method: string;
  readonly json: readonly Uint8Array[];
  /** The agent's call; null for a request of the gateway's own. */
  readonly call: BackendCall | null;
  /** Its answer may never come. */
  readonly stream?: boolean;
}

/** One link to a server: a running child, or a way of talking over HTTP. */
export interface Link {
  /** The one era that goes over it; absent where both do. */
  readonly era?: Era;
  /** Null as long as hands are shaken. */
  readonly agreement: Agreement | null;
  /** Hands are shaken. Throws a BackendError if it cannot be. */
  agree(agreement: Agreement): void;
  /** From here on, changes of what the server offers are told to the peer. Resolves when they are. */
  watch(): Promise<void> | void;
  /** Other resources are watched than before: a modern server is told by the stream that is listened on. */
  listenAgain(): void;
  /**
   * Sends once. Returns what gives it up, telling the server; the waiter hears nothing after that. It says false where nothing
   * was sent.
   */
  send(request: Request, waiter: Waiter): () => unknown;
  /** Sends a notification or an answer. Rejects with a BackendError. */
  tell(json: Uint8Array): Promise<unknown>;
  /** Ends the link in good order. `lost`: it has ended already, or the server is not what it was taken for. */
  close(lost: boolean): Promise<unknown>;
}

export interface Transport {
  /** A new link. `lost` is told when it ends by itself. */
  open(lost: (reason: string) => void): Link;
  /** Hands could not be shaken. True: there is another way, which `open` takes next, at once. */
  otherwise?(why: BackendFailure): boolean;
  /** True: ends of a link are made good at once. False: by the next who needs one. */
  readonly restarts: boolean;
  /** How long nothing is tried: after a try that failed, or after a link that lived for `livedMs`. */
  pause(reason: string, livedMs: number | null): number;
  /** Milliseconds that `initialize` may take. */
  readonly startMs: number;
  /** Reads annotations of an input schema that only this transport has a use for. */
  readonly mirrorOf: MirrorOf | null;
}

/** The mirror of an input schema, if it asks for one; a text says why its annotations are invalid. */
export type MirrorOf = (inputSchema: unknown) => Mirror | null | string;
