// All that a gateway takes from the world. Tests, `why` and `replay` give the same bytes another world.
import type { Fields } from './http.ts';
import type { Shared } from './shared.ts';

export interface Environment {
  /** An environment variable, or undefined. */
  env(name: string): string | undefined;
  /** A small file's text, by a path relative to the bundle. Throws when it cannot be read. Start-up only. */
  readFile(path: string): string;
  readonly clock: Clock;
  /** `count` random bytes of cryptographic quality. */
  random(count: number): Uint8Array;
  /** SHA-256 of UTF-8 text in lower-case hex. */
  digest(text: string): string;
  readonly http: HttpClient;
  readonly spawn: Spawn;
  /** What this gateway has in common with others; absent where it stands alone. */
  readonly shared?: Shared;
  /** Takes one audit record (a line of JSON without its newline). Must not throw, must not block. */
  sink(line: string): void;
  /** Takes one line for the operator. */
  log(line: string): void;
}

export interface Clock {
  /** Milliseconds since the epoch, whole. */
  now(): number;
  /** Milliseconds that never go back, fractional; for durations. */
  monotonic(): number;
  /** Runs `fire` once after `ms`; returns what cancels it. Does not keep the process alive. */
  after(ms: number, fire: () => void): () => void;
}

/** One request to a backend. */
export interface HttpCall {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly path: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly fields: Fields;
  readonly body: readonly Uint8Array[] | null;
  /** A stream that stays open: kept apart from calls. */
  readonly stream: boolean;
}

/** Told in order: `head`, `data`*, then `end`; or `error` at any point, once. While a promise of `data` is open, nothing more is read. */
export interface HttpHandler {
  head(status: number, fields: Fields): void;
  data(chunk: Uint8Array): void | Promise<void>;
  end(): void;
  /** `begun`: bytes of the request may have reached the backend. */
  error(detail: string, begun: boolean): void;
}

export interface HttpClient {
  /**
   * Sends once, never again on its own; follows no redirect. Returns what aborts it (no handler runs after), and says false
   * where nothing of it was sent.
   */
  request(call: HttpCall, handler: HttpHandler): () => unknown;
  close(): Promise<void>;
}

/** A child process that speaks lines. */
export interface Child {
  /** One line without its newline. False when the child cannot take it. */
  write(line: readonly Uint8Array[]): boolean;
  /** Asks the child to end: closes stdin, then SIGTERM, then SIGKILL. Resolves when it is gone. */
  stop(): Promise<void>;
}

export interface ChildHandler {
  /** Bytes of standard output, as they come. */
  stdout(chunk: Uint8Array): void;
  stderr(line: string): void;
  /** Once: the child ended, or never started. */
  exit(detail: string): void;
}

/** Starts `command` with exactly `env` as its environment. No shell. */
export type Spawn = (
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  handler: ChildHandler,
) => Child;
