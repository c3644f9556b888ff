// Who calls. Built once (declared agents) or once per token; never per request.
import type { Fields } from './http.ts';

/** How an agent proved who it is. */
export type AuthMethod = 'key' | 'token' | 'anonymous';

/** An authenticated caller, as CEL sees it under `agent`. */
export interface Agent {
  readonly name: string;
  /** Empty when the agent belongs to no team. */
  readonly team: string;
  readonly roles: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly scopes: readonly string[];
  readonly method: AuthMethod;
  /** When its token ends, in milliseconds since the epoch: a stream that it opened goes no further. For no condition to see. */
  readonly until?: number;
}

/** Outcome of authentication: an agent, or the reason there is none (for the audit record, never for the caller). */
export type Authentication =
  | { readonly agent: Agent }
  | {
      readonly agent: null;
      readonly reason: string;
      /** How the caller is asked for a credential. */
      readonly fields: Fields;
      /** 401, unless nobody can say now who it is. */
      readonly status?: number;
      readonly message?: string;
    };

/** The stage that names the caller. May be asynchronous where a token must be verified. */
export interface Authenticator {
  authenticate(fields: readonly string[], target: string): Authentication | Promise<Authentication>;
  /** What it lacks, and where the YAML asks for it: a gateway that lacks anything does not start. */
  readonly problems?: readonly string[];
  /** Gets what it needs to be quick, and tells the operator what it cannot get. Nothing waits for it. */
  start?(): void;
}

/** Whose a thing is that is kept for an agent. */
export const ownerOf = ({ method, name }: Pick<Agent, 'method' | 'name'>): string => `${method}:${name}`;
