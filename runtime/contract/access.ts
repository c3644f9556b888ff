// Who may call what, as types: rules, and rules on trial.
import type { AuditRecord, ShadowRecord } from './audit.ts';
import type { Fields } from './http.ts';
import type { Agent } from './identity.ts';
import type { AccessRulePlan, Place } from './plan.ts';
import type { TrialCount } from './shared.ts';
import type { CallFacts, Facts } from './tool.ts';

/** Judges tools, prompts and resources. `judge` runs once per definition, its result once per call. */
export interface AccessStage {
  /** `speaks` tells which rules speak of the thing at all. */
  judge(facts: Facts, speaks: (rule: AccessRulePlan) => boolean): Judge;
}

export interface Judge {
  /** Could this agent be allowed, with `args` and `request` unknown? */
  visible(agent: Agent): boolean;
  decide(agent: Agent, call: CallFacts): Verdict;
  /** Does a deny hold, whether or not an allow does? */
  denies(agent: Agent, call: CallFacts): boolean;
  /**
   * What stands against whatever the agent asks about the thing, short of a call: null where it could be allowed with the scopes
   * that its token has. Absent where no rule asks for scopes.
   */
  lacks?(agent: Agent): Verdict | null;
}

/** Judges things by rules on trial, and counts. `watch` runs once per definition, its result once per call. */
export interface ShadowStage {
  /** `judge` knows what the enforced rules say of the thing. */
  watch(facts: Facts, speaks: (rule: AccessRulePlan) => boolean, judge: Judge): Watch | null;
  /** Adds what another process counted under the same policy. */
  add(counts: readonly TrialCount[]): void;
  /** Tells what was counted and is not told yet. */
  tell(): void;
}

/** The rules on trial that hold for a call, in the order of the file. `verdict` is null where the thing is not visible. */
export type Watch = (agent: Agent, call: CallFacts, verdict: Verdict | null) => readonly ShadowRecord[];

export interface Verdict {
  readonly allowed: boolean;
  /** The rule that decided; null when no allow matched. */
  readonly rule: string | null;
  readonly place: Place | null;
  /** What the agent is told of a denial, if the rule says so. */
  readonly message: string | null;
  /** Where it would be allowed if its token had some scopes more: `rule` is the allow, and this goes over the plain denial. */
  readonly challenge?: Challenge;
}

/** How an agent is told which scopes to ask for (2026-07-28, basic/authorization, "Scope Challenge Handling"). */
export interface Challenge {
  readonly decision: 'challenge';
  readonly status: number;
  readonly code: number;
  readonly text: string;
  readonly reason: string;
  readonly data: { readonly scopes: readonly string[] };
  readonly fields: Fields;
  readonly also: Pick<AuditRecord, 'scopes'>;
}
