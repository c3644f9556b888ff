// JSON-RPC messages as bytes and the spans in them that matter.

/** Half-open range of bytes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Legacy: initialize and sessions, up to 2025-11-25. Modern: stateless, 2026-07-28 and later. */
export type Era = 'legacy' | 'modern';

/** A message from a client: scanned once, strictly; never rebuilt. */
export interface ClientMessage {
  readonly bytes: Uint8Array;
  readonly kind: 'request' | 'notification' | 'response';
  /** The id's raw JSON, quotes included; null for a notification. */
  readonly id: Span | null;
  /** Empty for a response. */
  readonly method: string;
  readonly params: Span | null;
  /** `params.name`, unescaped, and its raw JSON. Both null unless it is a string. */
  readonly name: string | null;
  readonly nameSpan: Span | null;
  /** `params.uri`, unescaped. Null unless it is a string. */
  readonly uri: string | null;
  /** `params.requestId`, raw JSON: what `notifications/cancelled` names. Null unless a string or an integer. */
  readonly requestId: Span | null;
  /** Some number may be more than a double holds: it has 16 characters, or an exponent. */
  readonly hasBigNumbers: boolean;
  /** `params.arguments`. For `tools/call` and `prompts/get` an object, if present. */
  readonly args: Span | null;
  readonly meta: Span | null;
  /** Members of `_meta`, key to value, but for those that belong to one hop: progressToken and the three below. */
  readonly metaRest: readonly Span[];
  /** `params._meta.progressToken`, raw JSON. */
  readonly progressToken: Span | null;
  /** `params._meta["io.modelcontextprotocol/protocolVersion"]`, unescaped. */
  readonly protocolVersion: string | null;
  /** `params._meta["io.modelcontextprotocol/clientCapabilities"]`, an object; else null. */
  readonly clientCapabilities: Span | null;
  /** `params.task`, by which a legacy client wants its call to be a task. */
  readonly task: Span | null;
  /** `params.taskId`, unescaped, and its raw JSON. Both null unless it is a string. */
  readonly taskId: string | null;
  readonly taskIdSpan: Span | null;
}

/** A message that the strict scan does not let in. */
export interface Refused {
  readonly refused: true;
  /** JSON-RPC error code. */
  readonly code: number;
  /** What is wrong and where, fit for the client. */
  readonly message: string;
  /** The id's raw JSON where it could be read beyond doubt, else null. */
  readonly id: string | null;
}

/** A message from a backend. */
/** The inside of one string, in the pieces in which it came; it belongs in front of the byte `at`. */
export interface Cut {
  readonly at: number;
  readonly pieces: readonly Uint8Array[];
}

export interface ServerMessage {
  readonly bytes: Uint8Array;
  /** What `bytes` lacks; not null only in the complete result of a call, which is passed on and not read. */
  readonly cut: Cut | null;
  readonly kind: 'result' | 'error' | 'notification' | 'request';
  /** The id's raw JSON. An error's may be missing, or the literal null: the server could not read ours. */
  readonly id: Span | null;
  readonly method: string;
  /** `params`, whole, of a notification or request. */
  readonly params: Span | null;
  /** `result`, whole, for a result. */
  readonly result: Span | null;
  /** `error`, whole, for an error. */
  readonly error: Span | null;
  /** `result.isError` is true. */
  readonly isError: boolean;
  /** `result.resultType`, or null. */
  readonly resultType: string | null;
  /** `params.progressToken` of a notification, raw JSON. */
  readonly progressToken: Span | null;
  /** `error.code` of an error. */
  readonly errorCode: number | null;
  /** A server of the legacy era answers a call so by an error: its codes are its own. */
  readonly foreign?: true;
}
