// `to.agent` names a agent that is not there.
import type { AgentsModel } from '../../agents/model.ts';
import type { Rule } from '../../room.ts';
import { suggest } from '../../words.ts';
import type { AccessModel } from '../model.ts';

export const unknownAgent: Rule<{ readonly agents: AgentsModel; readonly access: AccessModel }> = {
  name: 'access/unknown-agent',
  severity: 'error',
  check({ agents, access }, report) {
    for (const { to } of access.rules) {
      for (const { text, range } of to?.agent ?? []) {
        if (agents.agents.has(text)) continue;
        report(range, {
          message: `There is no agent “${text}”.`,
          help: suggest(text, agents.agents.keys(), 'Declare it under `agents:`.'),
        });
      }
    }
  },
};
