// Who may call what, as types: rules, and rules on trial.
import type { ShadowRecord } from './audit.ts';
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
}
