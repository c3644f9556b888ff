// What rules on trial would have changed of a suite's calls, counted from the audit records.
import type { AuditRecord } from '../../runtime/contract/audit.ts';
import type { Plan } from '../../runtime/contract/plan.ts';
import type { TrialResult } from './report.ts';

export interface Trials {
  /** One more call, as its record tells it. */
  note(record: AuditRecord): void;
  results(): readonly TrialResult[];
}

export function countTrials({ shadows = [] }: Pick<Plan, 'shadows'>): Trials {
  const changed = new Map<string, number>();
  let calls = 0;
  return {
    note({ shadow = [] }) {
      calls += 1;
      for (const { rule, changes } of shadow) if (changes) changed.set(rule, (changed.get(rule) ?? 0) + 1);
    },
    results: () =>
      shadows.map(({ name, place, effect }) => ({
        rule: name,
        place,
        effect,
        changed: changed.get(name) ?? 0,
        calls,
      })),
  };
}
