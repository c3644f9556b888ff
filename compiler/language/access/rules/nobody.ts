// A `to` whose demands no agent meets together.
import type { Callers } from '../../agents/bears.ts';
import type { Rule } from '../../room.ts';
import { mayBear } from '../bearers.ts';
import { concernsAny } from '../concerned.ts';
import type { AccessModel, ToModel } from '../model.ts';

export const nobody: Rule<Callers & { readonly access: AccessModel }> = {
  name: 'access/nobody',
  severity: 'warning',
  check({ agents, issuers, access }, report) {
    const concerns = (to: ToModel): boolean =>
      concernsAny(agents, to) || issuers.issuers.some((issuer) => mayBear(issuer, agents.agents, [to]));
    for (const { name, to } of access.rules) {
      const parts = to === null ? [] : partsOf(to);
      if (to === null || parts.length < 2 || concerns(to)) continue;
      if (parts.some((part) => !concerns(part))) continue;
      report(to.range, {
        message: `No agent meets all that “${name.text}” asks for.`,
        why: 'The keys of `to` are all needed, so the rule concerns nobody.',
        help: 'For “one or the other”, write two rules.',
      });
    }
  },
};

/** Each demand by itself; one that nobody meets is the matter of the rules on unknown names. */
function partsOf({ range, agent, team, role, scope, labels }: ToModel): readonly ToModel[] {
  const none: ToModel = { range, agent: null, team: null, role: null, scope: null, labels: [] };
  return [
    ...(agent ? [{ ...none, agent }] : []),
    ...(team ? [{ ...none, team }] : []),
    ...(role ? [{ ...none, role }] : []),
    ...(scope ? [{ ...none, scope }] : []),
    ...labels.map((label) => ({ ...none, labels: [label] })),
  ];
}
