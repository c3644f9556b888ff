// Tools, prompts and resources as rules see them, and a call of one.

/** Hints of a tool, with the specification's defaults where the server gives none (2026-07-28 schema, ToolAnnotations). */
export interface ToolAnnotations {
  readonly title: string;
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** A tool as CEL sees it under `tool`. */
export interface ToolFacts {
  /** Name in the catalog. */
  readonly name: string;
  /** Name on its server. */
  readonly original: string;
  readonly server: string;
  readonly title: string;
  readonly annotations: ToolAnnotations;
  readonly labels: Readonly<Record<string, string>>;
}

/** A prompt as CEL sees it under `prompt`. */
export interface PromptFacts {
  /** Name in the catalog. */
  readonly name: string;
  /** Name on its server. */
  readonly original: string;
  readonly server: string;
}

/** A resource as CEL sees it under `resource`. */
export interface ResourceFacts {
  /** Normalized; of a template, the template. */
  readonly uri: string;
  readonly server: string;
  /** Empty where its server does not say. */
  readonly mimeType: string;
}

/** What a rule may be about. */
export type Facts = ToolFacts | PromptFacts | ResourceFacts;

/** The call as CEL sees it under `request`. Built only for rules that read it. */
export interface RequestFacts {
  readonly method: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** The JSON-RPC id as text. */
  readonly id: string;
  readonly ip: string;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a call carries for rules; each part is parsed on first use. */
export interface CallFacts {
  /** The arguments, `{}` when the call has none. Integers beyond 2^53 are bigint. Throws on numbers beyond int64. */
  readonly args: unknown;
  /** The same as JSON.parse gives them: numbers are doubles. The very same object where nothing is exact. Only where rules or validators read arguments. */
  readonly rounded?: unknown;
  readonly request: RequestFacts;
  /** False once `args` has thrown. */
  readonly readable: boolean;
}

/** An answer as CEL sees it under `result`. */
export interface ResultFacts {
  readonly isError: boolean;
  /** Its text contents, a line break between them. */
  readonly text: string;
  /** `structuredContent`; null where there is none. */
  readonly structured: unknown;
  readonly usage: Readonly<Record<string, unknown>>;
}

/** What a rule that reads no request is handed. */
export const NO_REQUEST: RequestFacts = {
  method: '',
  time: 0,
  id: '',
  ip: '',
  meta: {},
  headers: {},
};
