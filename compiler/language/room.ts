// What every room of the language offers: resolve its key to a model, state its rules, generate its part of the plan.
import type { Finding, Range, Severity } from '../diagnostics/finding.ts';
import type { Builder } from '../emit/builder.ts';
import type { Code } from '../emit/code.ts';
import type { HostName } from '../emit/generated.ts';
import type { LockFile } from '../lock/model.ts';
import type { Node } from '../source/node.ts';

/** Path into the merged gateway document: keys and indices. */
export type Path = readonly (string | number)[];

/** What a room works from: the validated document, the places of its values, and a way to report. */
export interface Scope {
  /** The node at a path; undefined where the config holds a default. */
  node(path: Path): Node | undefined;
  /** The value's range; where there is none, that of the nearest parent. */
  range(path: Path): Range;
  /** The range of the key that leads to `path`; where there is none, as `range`. */
  keyRange(path: Path): Range;
  report(finding: Finding): void;
  /** What was reviewed of the servers; null without a lock. */
  readonly lock: LockFile | null;
  /** The dialect that the conditions were written for; null for CEL as it is. */
  readonly from: Dialect | null;
  /** The one host that is compiled for; null for every one of `hosts`. */
  readonly target: HostName | null;
  /** `gateway.yaml:41`, for the plan. */
  place(range: Range): string;
  /** The `include` entry a range's file came by, or null for the gateway file itself. */
  included(range: Range): Included | null;
}

/** Another reading of CEL: `cel-js` is the npm package of that name. */
export type Dialect = 'cel-js';

/** One entry of `include`. */
export interface Included {
  readonly path: string;
  /** The patterns its files may allow; null where it does not say. */
  readonly tools: readonly string[] | null;
}

/** What a rule says of a place; name and severity are the rule's. */
export type Says = Pick<Finding, 'message' | 'why' | 'help' | 'related'>;
export type Report = (range: Range, says: Says) => void;

/** One check over the models. One file each, in its room's `rules/`. */
export interface Rule<Models> {
  /** Stable name of its findings, room first. */
  readonly name: string;
  readonly severity: Severity;
  check(models: Models, report: Report, scope: Scope): void;
}

/** Members of the plan that a room writes, by their names in `Plan`. */
export type PlanPart = Readonly<Record<string, Code>>;

/** One key of the gateway file. `Before` are the models of the rooms listed before it. */
export interface Room<Key extends string, Model, Before> {
  readonly key: Key;
  resolve(scope: Scope, before: Before): Model;
  readonly rules: readonly Rule<Before & Readonly<Record<Key, Model>>>[];
  /** The room's part of the plan; records on the builder what it needs at run time. */
  generate(models: Before & Readonly<Record<Key, Model>>, builder: Builder): PlanPart;
}
