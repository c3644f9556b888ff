// Who calls: declared agents, their teams, and who a caller without a credential is.
import type { Range } from '../../diagnostics/finding.ts';
import type { Word } from '../words.ts';

export interface AgentModel {
  readonly name: string;
  /** Of the name. */
  readonly range: Range;
  readonly place: string;
  /** Null: it belongs to no team. */
  readonly team: Word | null;
  readonly roles: readonly Word[];
  readonly labels: Readonly<Record<string, string>>;
  /** Digests as written, `sha256:` and 64 hex digits. */
  readonly keys: readonly Word[];
  /** The issuer whose token may bear its name; null: none may. */
  readonly issuer: Word | null;
}

export interface AgentsModel {
  /** By name, in the order of names. */
  readonly agents: ReadonlyMap<string, AgentModel>;
  /** Names under `teams`; null where the file has no `teams`. */
  readonly declaredTeams: ReadonlySet<string> | null;
  /** Declared teams and those that agents name. */
  readonly teams: ReadonlySet<string>;
  /** Roles that some agent holds. */
  readonly roles: ReadonlySet<string>;
  /** Name of the agent that callers without a credential become; null: they are refused. */
  readonly anonymous: Word | null;
  /** The key `agents`, or where it would stand. */
  readonly range: Range;
}
