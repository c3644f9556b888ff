// What is allowed.

import type { Type } from '../../cel/index.ts';
import type { Range } from '../../diagnostics/finding.ts';
import type { Condition } from '../conditions.ts';
import type { Pattern } from '../patterns.ts';
import type { ResourcePattern } from '../resources.ts';
import type { Word } from '../words.ts';

export interface AccessRuleModel {
  readonly name: Word;
  readonly place: string;
  readonly effect: 'allow' | 'deny';
  /** Patterns of catalog names. */
  readonly tools: readonly Pattern[];
  /** Null where it does not speak of them. */
  readonly prompts: readonly Pattern[] | null;
  readonly resources: readonly ResourcePattern[] | null;
  /** The type of the arguments that `when` reads. */
  readonly args: Type;
  /** Null: every authenticated caller (allow), every caller (deny). */
  readonly to: ToModel | null;
  /** Null: it always holds, or the condition is wrong and reported. */
  readonly when: Condition | null;
  readonly message: Word | null;
  /** On trial: judged and recorded, never enforced. */
  readonly shadow: boolean;
}

/** Several keys are all needed, a list is any of; null is a key that is not there. */
export interface ToModel {
  readonly range: Range;
  readonly agent: readonly Word[] | null;
  readonly team: readonly Word[] | null;
  readonly role: readonly Word[] | null;
  /** Of the agent's token. */
  readonly scope: readonly Word[] | null;
  readonly labels: readonly { readonly key: Word; readonly value: Word }[];
}

export interface AccessModel {
  readonly rules: readonly AccessRuleModel[];
  /** Those that decide; the others are on trial. */
  readonly enforced: readonly AccessRuleModel[];
  /** The key `access`, or where it would stand. */
  readonly range: Range;
}
