// Records, while code is generated, what it needs at run time.
import type { Code } from './code.ts';

/** Something of the runtime: a module by name, relative to `runtime/` without its ending, and an export of it. */
export interface Need {
  readonly module: string;
  readonly name: string;
}

export interface Builder {
  /** A stage of the gateway: `slot` is its path in `Stages`, as `agents` or `servers.http`. Recorded once. */
  stage(slot: string, need: Need): void;
  /** A function of `runtime/cel/*`, by name; the plan receives it as a parameter. Returns how the plan calls it. */
  cel(name: string): Code;
  /** A function of the plan's own, with the comment lines that stand above it. Returns its name. */
  fn(hint: string, comment: readonly string[], body: Code): Code;
  /** Records an environment variable or file the bundle reads. */
  late(value: { readonly env?: string; readonly file?: string; readonly secret: boolean; readonly optional: boolean; readonly place: string }): void;
  /** Records a host the bundle may contact. */
  host(name: string, place: string): void;
  /** Records a capability of the host that is needed: `spawn`, `tcp`, `files`. */
  capability(name: 'spawn' | 'tcp' | 'files', place: string): void;
}
