// What a scripted backend is told to do. Plain data, so that it also travels to a process of its own.

export type Era = 'legacy' | 'modern';

/** How one request goes wrong, or answers out of the ordinary. */
export type Fault =
  /** An HTTP answer of this status. `body` is sent as it is; `$id` in it becomes the request's raw id. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly type?: string;
      readonly fields?: Readonly<Record<string, string>>;
    }
  /** The connection ends after the request was read (and, for a call, executed): no answer. */
  | { readonly kind: 'close' }
  /** Half an answer, then a reset. On stdio: half a line, then exit. */
  | { readonly kind: 'reset' }
  /** The request is read, and never answered. */
  | { readonly kind: 'hang' }
  /** An answer of these exact characters; `$id` becomes the request's raw id. */
  | { readonly kind: 'raw'; readonly text: string; readonly type?: string }
  /** An answer to another request. */
  | { readonly kind: 'wrong-id' }
  /** An answer of at least so many bytes. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** So many characters of the answer, the rest when the backend is told to. `id` last, or another one; as JSON, or as an event. */
  | {
      readonly kind: 'held';
      readonly sent: number;
      readonly idLast?: boolean;
      readonly id?: string;
      readonly event?: boolean;
      /** Stdio: false where the rest never comes; else it comes with the next line of input. */
      readonly rest?: boolean;
    }
  /** A result with a text of so many bytes, as a whole multiple of 64 KiB: sent no faster than it is taken. */
  | { readonly kind: 'flood'; readonly bytes: number; readonly event?: boolean }
  /** The SSE stream ends before the answer; with `resume`, after an event id, for Last-Event-ID. */
  | { readonly kind: 'end-stream'; readonly resume: boolean }
  /** Stdio: the process exits at once. */
  | { readonly kind: 'exit'; readonly code: number };

export interface ToolScript {
  /** Raw JSON of the definition. */
  readonly definition: string;
  /** Raw JSON of the result. Without it, the tool answers with its arguments as text. */
  readonly result?: string;
  /** Raw JSON of an error instead of a result. */
  readonly error?: string;
  /** Milliseconds before the answer. */
  readonly delayMs?: number;
  /** Progress notifications before the answer, if the call has a token. */
  readonly progress?: number;
  /** Raw JSON-RPC messages sent before the answer, as `notifications/message` or a request. */
  readonly before?: readonly string[];
  /** Always goes wrong like this. */
  readonly fault?: Fault;
  /** What the server's tools are once it was called. */
  readonly becomes?: readonly ToolScript[];
}

export interface BackendOptions {
  readonly eras?: readonly Era[];
  /** How calls are answered over HTTP. */
  readonly answers?: 'json' | 'sse';
  /** Writes bodies in pieces of so many bytes. */
  readonly pieces?: number;
  /** Line ends of SSE. */
  readonly newline?: '\n' | '\r\n' | '\r';
  readonly tools?: readonly ToolScript[];
  /** What is offered beside tools, each by its raw definition; called for by `prompts/get` and `resources/read`. */
  readonly prompts?: readonly ToolScript[];
  readonly resources?: readonly ToolScript[];
  readonly templates?: readonly ToolScript[];
  /** Tools a page; all on one page without it. */
  readonly pageSize?: number;
  /** Announces that it logs. */
  readonly logs?: boolean;
  /** Announces `tools.listChanged` and sends it. */
  readonly listChanged?: boolean;
  /** Legacy over HTTP: whether `initialize` gives a session id. */
  readonly sessions?: boolean;
  /** Over HTTP: the content type that stands on the empty answer to a notification, as servers of the Python SDK have it. */
  readonly acceptedType?: string;
  /** Legacy: the newest revision it knows. */
  readonly legacyVersion?: string;
  /** Modern: the revisions it knows. */
  readonly modernVersions?: readonly string[];
  readonly instructions?: string;
  readonly ttlMs?: number;
  /** Stdio: what happens on `server/discover` where the modern era is not spoken. */
  readonly probe?: 'error' | 'silent' | 'exit';
  /** A header every HTTP request must carry with this value, or 401. */
  readonly requires?: readonly [name: string, value: string];
  /** Milliseconds an idle connection is kept; closed at once after each answer with 0. */
  readonly keepAliveMs?: number;
}

/** One executed call. */
export interface Executed {
  readonly tool: string;
  /** The arguments' raw JSON as received, or null. */
  readonly args: string | null;
  /** The id's raw JSON. */
  readonly id: string;
  /** The whole message as received. */
  readonly message: string;
  /** Header fields as received, flat, names as sent; empty on stdio. */
  readonly fields: readonly string[];
  readonly era: Era;
  /** `performance.now()` of the backend's process. */
  readonly at: number;
}

/** A tool that takes anything and answers with its arguments as text. */
export function tool(
  name: string,
  more: Omit<ToolScript, 'definition'> & { definition?: string } = {},
): ToolScript {
  const definition = `{"name":${JSON.stringify(name)},"description":"Answers with its arguments","inputSchema":{"type":"object"}}`;
  return { definition, ...more };
}
