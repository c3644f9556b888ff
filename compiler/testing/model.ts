// A test file as values that know their place.
import type { Range } from '../diagnostics/finding.ts';
import type { BackendTools } from './world/backend.ts';
import type { BackendContext, OfferKind } from './world/context.ts';
import type { Fault } from './world/faults.ts';

/** A value and the characters it was written with. */
export interface Placed<T> {
  readonly value: T;
  readonly range: Range;
}

export type Args = Readonly<Record<string, unknown>>;

export interface Suite {
  readonly name: string;
  /** Path of the gateway file, relative to the test file. */
  readonly gateway: Placed<string>;
  /** Milliseconds since the epoch. */
  readonly clock: number;
  /** Agents with tokens. */
  readonly agents: readonly TestAgent[];
  /** By server; each server's name knows its place. */
  readonly backends: readonly {
    readonly server: Placed<string>;
    readonly tools: BackendTools;
    readonly context: BackendContext;
  }[];
  readonly tests: readonly Test[];
}

export interface TestAgent {
  readonly name: Placed<string>;
  /** Whose token it bears. */
  readonly issuer: Placed<string>;
  readonly claims: Args;
}

export type Test = MatrixTest | ListTest | StepsTest;

interface Named {
  readonly name: string;
  readonly range: Range;
  /** The file with its audit records, relative to the test file; null where none is compared. */
  readonly audit: Placed<string> | null;
}

export interface MatrixTest extends Named {
  readonly kind: 'matrix';
  readonly as: readonly Placed<string>[];
  readonly verb: (typeof matrixVerbs)[number];
  /** What is called, got or read. */
  readonly call: readonly Placed<string>[];
  readonly args: readonly Placed<Args>[];
  readonly expect: readonly Expectation[];
  readonly otherwise: Placed<string> | null;
}

export interface ListTest extends Named {
  readonly kind: 'list';
  readonly as: Placed<string>;
  readonly of: OfferKind;
  /** All that is listed; null where the test does not say. */
  readonly exactly: readonly Placed<string>[] | null;
  /** Patterns of which each matches something that is listed. */
  readonly include: readonly Placed<string>[];
  /** Patterns that match nothing that is listed. */
  readonly exclude: readonly Placed<string>[];
  /** The whole list, for a name that is missing from it. */
  readonly listRange: Range;
}

export interface StepsTest extends Named {
  readonly kind: 'steps';
  readonly steps: readonly Step[];
}

export type Step = AdvanceStep | FaultStep | CallStep;

export interface AdvanceStep {
  readonly kind: 'advance';
  readonly ms: number;
}

/** From this step on something goes wrong at a server. */
export interface FaultStep {
  readonly kind: 'fault';
  readonly range: Range;
  readonly server: Placed<string>;
  readonly address: Placed<number> | null;
  readonly status: Placed<number> | null;
  readonly fault: Fault;
}

/** What is asked for: a tool is called, a prompt is got, a resource is read, an argument is completed. */
export const verbs = ['call', 'get', 'read', 'complete'] as const;
export type Verb = (typeof verbs)[number];
/** Those of a matrix. */
export const matrixVerbs = ['call', 'get', 'read'] as const;

/** Which argument is to be completed: of a prompt, or of a resource's template. */
export interface Completes {
  readonly of: 'prompt' | 'resource';
  readonly argument: string;
  /** What stands there so far. */
  readonly value: string;
}

export interface CallStep {
  readonly kind: 'call';
  readonly range: Range;
  readonly repeat: number;
  readonly as: Placed<string>;
  readonly verb: Verb;
  /** The tool or prompt by its name in the catalog, the resource's URI, or the template whose argument is completed. */
  readonly call: Placed<string>;
  readonly args: Args;
  /** Null but for a completion; its argument knows its place. */
  readonly completes: (Completes & { readonly range: Range }) | null;
  readonly want: Want;
}

export interface Expectation {
  readonly range: Range;
  readonly where: Where;
  readonly want: Want;
}

/** Which combinations an expectation is about; an empty list is any. */
export interface Where {
  readonly range: Range;
  readonly as: readonly Placed<string>[];
  readonly call: readonly Placed<string>[];
  readonly args: readonly { readonly path: readonly string[]; readonly value: unknown }[];
}

/** What a call must be; what is absent is not asked. */
export interface Want {
  readonly decision?: Placed<string>;
  readonly rule?: Placed<string>;
  readonly limit?: Placed<string>;
  /** Milliseconds. */
  readonly retryAfter?: Placed<number>;
  readonly servedBy?: Placed<string>;
  /** Where a route leads it: a server, or a chain. */
  readonly route?: Placed<string>;
  /** The servers that it was sent to, in order. */
  readonly attempts?: Placed<readonly Placed<string>[]>;
  readonly message?: Placed<string>;
  /** The scopes that a challenge asks for: exactly these. */
  readonly scopes?: Placed<readonly Placed<string>[]>;
  /** The rules on trial that hold: exactly these. */
  readonly shadow?: Placed<readonly Placed<string>[]>;
}
