// Which way calls go.
import type { Range } from '../../diagnostics/finding.ts';
import type { Condition } from '../conditions.ts';
import type { Pattern } from '../patterns.ts';
import type { Word } from '../words.ts';

export interface RouteModel {
  readonly range: Range;
  readonly place: string;
  /** Patterns of catalog names. */
  readonly tools: readonly Pattern[];
  /** Null: it always holds, or the condition is wrong and reported. */
  readonly when: Condition | null;
  readonly to: TargetModel;
}

export type TargetModel =
  | { readonly kind: 'server'; readonly word: Word; readonly labels: Readonly<Record<string, string>> | null }
  | { readonly kind: 'chain'; readonly word: Word };

export interface RoutesModel {
  /** In the order of the file. */
  readonly routes: readonly RouteModel[];
}

/** It holds whatever the call is. */
export function isCertain({ when }: RouteModel): boolean {
  return when === null || when.compiled.constant === true;
}
