// A `to` whose demands no agent meets together.
import type { AgentsModel } from '../../agents/model.ts';
import type { Rule } from '../../room.ts';
import { concernedAgents } from '../concerned.ts';
import type { AccessModel, ToModel } from '../model.ts';

export const nobody: Rule<{ readonly agents: AgentsModel; readonly access: AccessModel }> = {
  name: 'access/nobody',
  severity: 'warning',
  check({ agents, access }, report) {
    for (const { name, to } of access.rules) {
      if (to === null || parts(to) < 2 || concernedAgents(agents, to).length > 0) continue;
      report(to.range, {
        message: `No agent meets all that “${name.text}” asks for.`,
        why: 'The keys of `to` are all needed, so the rule concerns nobody.',
        help: 'For “one or the other”, write two rules.',
      });
    }
  },
};

/** How much is asked together; one demand alone is the matter of the rules on unknown names. */
function parts({ agent, team, role, labels }: ToModel): number {
  return [agent, team, role].filter((part) => part !== null).length + labels.length;
}
