// HTTP as the rooms see it: plain strings and bytes, no host's objects.

/** Header fields as they came, flat: name, value, name, value … Names in lower case. */
export type Fields = readonly string[];

/** The head of one request. */
export interface RequestHead {
  readonly method: string;
  /** The request target as sent: path and query. */
  readonly target: string;
  readonly fields: Fields;
  /** Address of the connection's other end. */
  readonly peer: string;
}

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly fields: Fields;
  /** Pieces that follow each other; none for an answer without a body. */
  readonly body: readonly Uint8Array[];
}

/**
 * The host's side of one answer. Either `send` once, or `open`, any number of `write`, then `end`.
 * Calls after the end, or after the client has gone, are ignored by the host.
 */
export interface Exchange {
  send(answer: Answer): void;
  open(status: number, fields: Fields): void;
  write(chunk: Uint8Array): void;
  end(): void;
  /** `gone` runs at most once, if the client leaves before the answer is complete. */
  onGone(gone: () => void): void;
  /**
   * Like `open`, for a body that is one: it can be broken off, and it tells when it is to wait. Null where the client could
   * not tell. Without a status: the rest of what is open.
   */
  flow?(status?: number, fields?: Fields): Flow | null;
}

/** A body on its way. */
export interface Flow {
  /** A promise where bytes wait for the client: it resolves when it has taken them, or has gone. */
  readonly write: (bytes: Uint8Array) => Promise<void> | null;
  readonly end: () => void;
  /** Ends it so that nobody can take it for whole. Who comes back for it is told the message `instead`, where that can be. */
  readonly abort: (instead?: readonly Uint8Array[]) => void;
}

/** A head that may go on to its body: who calls, and what the front learned from the head. */
export interface Admission<Caller> {
  readonly head: RequestHead;
  readonly caller: Caller;
}

/** The head goes on to its body, or is answered at once. */
export type Decision<Caller> = Admission<Caller> | Answer;

/** Who is refused: the fields are empty where no head could be read. */
export type Sender = Pick<RequestHead, 'peer' | 'fields'>;

/** What a host drives: it reads bytes, the front decides. */
export interface Front<Caller = unknown> {
  /** Bounds the host enforces while it reads: bytes and milliseconds. */
  readonly bounds: Bounds;
  /** Decides from the head alone, before any body is read. A promise only where a credential takes time to check. */
  admit(head: RequestHead): Decision<Caller> | Promise<Decision<Caller>>;
  /** Serves an admitted request whose body is complete. */
  serve(admission: Admission<Caller>, body: Uint8Array, exchange: Exchange): void;
  /** The answer to a request the host itself refused (status 400, 408, 413, 431 …); `reason` is for the operator. */
  refuse(status: number, from: Sender, reason?: string): Answer;
}

export interface Bounds {
  readonly headBytes: number;
  readonly headMs: number;
  readonly bodyBytes: number;
  readonly bodyMs: number;
}

/** What stands beside the gateway's own path, for everybody; null for a path that it does not have. */
export type Page = (head: RequestHead, path: string) => Answer | null;

/** Pages of `listen.origins` may read answers: only where there are any. */
export interface Cors {
  /** The answer to a preflight of a page of `origins`; null for any other request. */
  preflight(origins: readonly string[], head: RequestHead): Answer | null;
  /** `front`, whose answers the pages of `origins` may read. */
  sharedWith<Caller>(front: Front<Caller>, origins: readonly string[]): Front<Caller>;
}
