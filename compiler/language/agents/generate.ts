// `agents` and `anonymous` of the plan.
import { literal } from '../../emit/code.ts';
import type { PlanPart } from '../room.ts';
import type { AgentModel, AgentsModel } from './model.ts';

export function generateAgents({ agents }: { readonly agents: AgentsModel }): PlanPart {
  return {
    agents: literal([...agents.agents.values()].map(printAgent)),
    anonymous: literal(agents.anonymous?.text ?? null),
  };
}

function printAgent({ name, place, team, roles, labels, keys, issuer }: AgentModel): object {
  const digests = keys.map(({ text }) => text.slice('sha256:'.length));
  const own = issuer === null ? {} : { issuer: issuer.text };
  const held = [...new Set(roles.map(({ text }) => text))].sort();
  return { name, place, team: team?.text ?? '', roles: held, labels, keys: digests, ...own };
}
