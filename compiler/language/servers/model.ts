// What stands behind the gateway: servers, how they are reached, which of their tools are offered.
import type { Range } from '../../diagnostics/finding.ts';
import type { Condition } from '../conditions.ts';
import type { LateModel, ValueModel } from '../late.ts';
import type { Pattern } from '../patterns.ts';
import type { Word } from '../words.ts';

export interface ServerModel {
  readonly name: string;
  /** Of the name. */
  readonly range: Range;
  readonly place: string;
  readonly transport: HttpModel | StdioModel;
  readonly timeoutMs: number;
  /** Null where the file does not say. */
  readonly balance: BalanceModel | null;
  readonly health: HealthModel | null;
  readonly breaker: BreakerModel | null;
  readonly retry: RetryModel | null;
  readonly queue: QueueModel | null;
  /** What the lock says of tools, by their names after rename. */
  readonly reviewed: readonly ReviewedModel[];
  /** Which MCP it speaks, where the file says so. */
  readonly era: Word | null;
  /** What it may ask clients for. */
  readonly ask: readonly Word[];
  /** Calls of its tools may become tasks. */
  readonly tasks: boolean;
  /** Keys that only the other transport has. */
  readonly misplaced: readonly Word[];
  readonly tools: ToolsModel;
}

export interface HttpModel {
  readonly kind: 'http';
  /** At least one; of a server with `url`, that. */
  readonly addresses: readonly AddressModel[];
  /** They stand under `urls`. */
  readonly several: boolean;
  /** How MCP goes over HTTP, where the file says so. */
  readonly pinned: Word | null;
  readonly credentials: readonly CredentialModel[];
}

export interface AddressModel {
  readonly range: Range;
  readonly url: ValueModel;
  /** The URL as far as it is known now: the literal or the default. */
  readonly written: Word | null;
  /** Hosts that a URL from the environment may have. */
  readonly hosts: readonly Word[];
  readonly weight: number;
  readonly labels: Readonly<Record<string, string>>;
}

export interface BalanceModel {
  readonly by: 'least-pending' | 'round-robin' | 'hash';
  readonly place: string;
  readonly range: Range;
  /** What decides, for `hash`; null where it is wrong and reported. */
  readonly key: Condition | null;
}

export interface HealthModel {
  readonly range: Range;
  /** Null: it is never asked. */
  readonly checks: ChecksModel | null;
  readonly eject: { readonly failures: number; readonly ms: number } | null;
  readonly slowStartMs: number;
}

export interface ChecksModel {
  readonly everyMs: number;
  readonly timeoutMs: number;
  readonly unhealthyAfter: number;
  readonly healthyAfter: number;
}

export interface BreakerModel {
  readonly range: Range;
  readonly failures: number;
  readonly withinMs: number;
  readonly openMs: number;
  readonly ratio: number;
}

export interface RetryModel {
  readonly range: Range;
  readonly attempts: number;
  readonly attemptMs: number | null;
  readonly hedgeMs: number | null;
  /** Over names after rename. */
  readonly safe: readonly Pattern[];
}

export interface QueueModel {
  readonly range: Range;
  readonly concurrency: number;
  readonly length: number;
  readonly waitMs: number;
}

/** Hints that were reviewed: those of the lock, with what the gateway's author says in place of them. */
export interface ReviewedModel {
  /** After rename. */
  readonly tool: string;
  readonly readOnly: boolean;
  readonly idempotent: boolean;
}

export interface CredentialModel {
  readonly field: Word;
  readonly value: ValueModel;
}

export interface StdioModel {
  readonly kind: 'stdio';
  readonly command: readonly Word[];
  readonly env: readonly { readonly name: Word; readonly value: ValueModel }[];
}

/** `include`, `exclude` and `rename` are over the server's own names; `labels` over names after rename. */
export interface ToolsModel {
  readonly include: readonly Pattern[];
  readonly exclude: readonly Pattern[];
  readonly rename: readonly RenameModel[];
  readonly labels: readonly LabelsModel[];
  /** In the order of the file, `describe` first; a later one goes over an earlier one. */
  readonly overrides: readonly OverrideModel[];
}

export interface RenameModel {
  readonly from: Word;
  readonly to: Word;
}

/** What the gateway's author says of tools in place of their server. */
export interface OverrideModel {
  readonly tools: Pattern;
  readonly description: string | null;
  /** Hints, and a title. */
  readonly annotations: Readonly<Record<string, boolean | string>>;
}

export interface LabelsModel {
  readonly tools: Pattern;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ServersModel {
  /** By name, in the order of names. */
  readonly servers: ReadonlyMap<string, ServerModel>;
  /** The key `servers`, or where it would stand. */
  readonly range: Range;
}

/** The values that a server takes from the environment or from files. */
export function lateValues({ transport }: ServerModel): readonly LateModel[] {
  const values =
    transport.kind === 'http'
      ? [...transport.addresses.map(({ url }) => url), ...transport.credentials.map(({ value }) => value)]
      : transport.env.map(({ value }) => value);
  return values.filter((value) => value.kind !== 'literal');
}
