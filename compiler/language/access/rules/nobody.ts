// A `to` whose demands no agent meets together.
import type { AgentsModel } from '../../agents/model.ts';
import type { Rule } from '../../room.ts';
import { concernsAny } from '../concerned.ts';
import type { AccessModel, ToModel } from '../model.ts';

export const nobody: Rule<{ readonly agents: AgentsModel; readonly access: AccessModel }> = {
  name: 'access/nobody',
  severity: 'warning',
  check({ agents, access }, report) {
    for (const { name, to } of access.rules) {
      const parts = to === null ? [] : partsOf(to);
      // Who has which scope is known at run time alone.
      if (to === null || to.scope !== null || parts.length < 2 || concernsAny(agents, to)) continue;
      if (parts.some((part) => !concernsAny(agents, part))) continue;
      report(to.range, {
        message: `No agent meets all that “${name.text}” asks for.`,
        why: 'The keys of `to` are all needed, so the rule concerns nobody.',
        help: 'For “one or the other”, write two rules.',
      });
    }
  },
};

/** Each demand by itself; one that nobody meets is the matter of the rules on unknown names. */
function partsOf({ range, agent, team, role, labels }: ToModel): readonly ToModel[] {
  const none: ToModel = { range, agent: null, team: null, role: null, scope: null, labels: [] };
  return [
    ...(agent ? [{ ...none, agent }] : []),
    ...(team ? [{ ...none, team }] : []),
    ...(role ? [{ ...none, role }] : []),
    ...labels.map((label) => ({ ...none, labels: [label] })),
  ];
}
