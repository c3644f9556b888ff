// `anonymous` names an agent that is not declared.
import type { Rule } from '../../room.ts';
import { suggest } from '../../words.ts';
import type { AgentsModel } from '../model.ts';

export const unknownAnonymous: Rule<{ readonly agents: AgentsModel }> = {
  name: 'agents/unknown-anonymous',
  severity: 'error',
  check({ agents }, report) {
    const { anonymous } = agents;
    if (anonymous === null || agents.agents.has(anonymous.text)) return;
    report(anonymous.range, {
      message: `There is no agent “${anonymous.text}” for callers without a credential.`,
      help: suggest(anonymous.text, ['deny', ...agents.agents.keys()], ''),
    });
  },
};
