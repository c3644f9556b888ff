// What changed between two locks, as a reviewer wants to see it.
import type { LockedPart } from '../model.ts';

/** One thing about a definition that is not what it was. */
export interface Detail {
  /** Where in the definition, as `inputSchema.properties.limit.maximum`. */
  readonly at: string;
  /** In words: `100 → 50`, or the text with what was taken out and put in. */
  readonly what: string;
  /** Agents or policies that worked may not work any more. */
  readonly breaking: boolean;
}

export interface Change {
  readonly server: string;
  readonly kind: LockedPart;
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly breaking: boolean;
  /** About how many tokens it takes now; 0 where it was removed. */
  readonly tokens: number;
  readonly details: readonly Detail[];
}

/** A value in few words, fit to be shown on a line. */
export function brief(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
