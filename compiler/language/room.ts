// What every room of the language offers: resolve its key to a model, state its rules, generate its part of the plan.
import type { Finding, Range } from '../diagnostics/finding.ts';
import type { Builder } from '../emit/builder.ts';
import type { Code } from '../emit/code.ts';
import type { GatewayConfig } from '../schema/config.ts';
import type { Node, ScalarNode } from '../source/node.ts';

/** Path into the merged gateway document: keys and indices. */
export type Path = readonly (string | number)[];

/** What a room works from: the validated config, the places of its values, and a way to report. */
export interface Scope {
  readonly config: GatewayConfig;
  /** The node at a path; undefined where the config holds a default. */
  node(path: Path): Node | undefined;
  /** The key's own range in its map, for a value or key at `path`; falls back to the nearest parent. */
  range(path: Path): Range;
  keyRange(path: Path): Range;
  /** The scalar at a path, for ranges inside strings. Throws if there is none. */
  scalar(path: Path): ScalarNode;
  report(finding: Finding): void;
  /** `gateway.yaml:41`, for the plan. */
  place(range: Range): string;
  /** The `include` entry a range's file came by, or null for the gateway file itself. */
  included(range: Range): { readonly path: string; readonly tools: readonly string[] | null } | null;
}

/** One check over the whole model. One file each, in its room's `rules/`. */
export interface Rule<Models> {
  /** Stable name of the findings it makes. */
  readonly name: string;
  check(models: Models, scope: Scope): void;
}

/** One key of the gateway file. `Before` are the models of rooms listed before it. */
export interface Room<Model, Before> {
  readonly key: string;
  resolve(scope: Scope, before: Before): Model;
  readonly rules: readonly Rule<Before & { readonly [K in string]: unknown }>[];
  /** The room's part of the plan; records on the builder what it needs at run time. */
  generate(model: Model, before: Before, builder: Builder): Code;
}
