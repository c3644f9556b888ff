// An access rule with what its condition asks for.
import { type Conjunct, conjunctsOf } from '../cel/index.ts';
import type { AccessRuleModel } from '../language/access/model.ts';
import { contradiction } from './compare.ts';

export interface Judged {
  readonly rule: AccessRuleModel;
  /** In the order of the file. */
  readonly at: number;
  /** All of them are true exactly if the condition is; none where there is no condition, or it is always true. */
  readonly asks: readonly Conjunct[];
  /** It speaks of prompts or resources, alone or beside tools: what is known of tools is not all that is to know. */
  readonly mixed: boolean;
  /** The condition cannot be true: the rule allows nothing, and denies only where it ends in an error. */
  readonly never: boolean;
}

export function judged(rule: AccessRuleModel, at: number): Judged {
  const constant = rule.when?.compiled.constant;
  const asks = rule.when === null || constant === true ? [] : conjunctsOf(rule.when.compiled.root);
  const mixed = rule.prompts !== null || rule.resources !== null;
  return { rule, at, asks, mixed, never: constant === false || contradiction(asks) !== null };
}
