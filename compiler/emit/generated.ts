// What the language hands to the bundler: the plan module and the record of all it needs.
import type { Need } from './builder.ts';
import type { Code } from './code.ts';

/** What a builder recorded. Lists are sorted, each thing stands once. */
export interface Recorded {
  /** Text of the module that exports `plan(cel)`; it imports nothing. */
  readonly plan: Code;
  /** Functions of `runtime/cel/index` that the plan is given. */
  readonly cel: readonly string[];
  /** Slot in `Stages` (`agents`, `servers.http` …) → the export that fills it. */
  readonly stages: Readonly<Record<string, Need>>;
  readonly lates: readonly LateNeed[];
  readonly hosts: readonly HostNeed[];
  readonly capabilities: readonly CapabilityNeed[];
}

export interface Generated extends Recorded {
  /** Text of the module of validators, which exports `checks`. Absent where nothing is validated. */
  readonly checks?: string;
  readonly policy: PolicyFacts;
}

/** A variable of the environment, or a file, that the bundle reads at start. */
export interface LateNeed {
  readonly env?: string;
  readonly file?: string;
  readonly secret: boolean;
  /** It has a default. */
  readonly optional: boolean;
  readonly places: readonly string[];
}

export interface HostNeed {
  readonly name: string;
  readonly places: readonly string[];
}

export interface CapabilityNeed {
  readonly name: 'http' | 'spawn' | 'tcp' | 'files';
  readonly places: readonly string[];
}

export interface PolicyFacts {
  /** The gateway's name. */
  readonly name: string;
  /** SHA-256 in hex over the compiler's version and the sources. */
  readonly hash: string;
  /** The compiler's version, as `0.1.0`. */
  readonly compiler: string;
  /** The gateway file first, then its includes; paths relative to the gateway file's folder, `/` between names. */
  readonly sources: readonly { readonly path: string; readonly sha256: string }[];
  /** Where the gateway may run. */
  readonly hosts: readonly HostFacts[];
  /** The one host that this bundle is for; null: all that run it as a program. */
  readonly target: HostName | null;
}

export type HostName = 'node' | 'deno' | 'bun' | 'workers';

export interface HostFacts {
  readonly kind: HostName;
  /** As written: `node>=20.19`. */
  readonly text: string;
}
