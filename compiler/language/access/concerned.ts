// Which declared agents a `to` concerns.
import type { AgentModel, AgentsModel } from '../agents/model.ts';
import type { Word } from '../words.ts';
import type { ToModel } from './model.ts';

/** Is there a declared agent that may have all that `to` asks for? Reads agents up to the first. */
export function concernsAny({ agents }: AgentsModel, to: ToModel): boolean {
  for (const agent of to.agent === null ? agents.values() : named(agents, to.agent)) {
    if (concerns(to, agent)) return true;
  }
  return false;
}

/** The declared agents that may have all that `to` asks for. */
export function concernedAgents({ agents }: AgentsModel, to: ToModel): readonly AgentModel[] {
  const candidates = to.agent === null ? [...agents.values()] : named(agents, to.agent);
  return candidates.filter((agent) => concerns(to, agent));
}

/** May this agent have all that `to` asks for? Scopes are its token's, which nobody declares. */
export function concernsAgent(to: ToModel, agent: AgentModel): boolean {
  return (to.agent === null || has(to.agent, agent.name)) && concerns(to, agent);
}

/** Named agents are looked up, so that a thousand rules do not each read a thousand agents. */
function named(agents: AgentsModel['agents'], names: readonly Word[]): readonly AgentModel[] {
  return names.flatMap(({ text }) => agents.get(text) ?? []);
}

/** Has the agent the team, a role and the labels that `to` asks for, and may it have a scope? Names are looked up before. */
function concerns({ team, role, scope, labels }: ToModel, agent: AgentModel): boolean {
  return (
    (team === null || has(team, agent.team?.text ?? '')) &&
    (role === null || agent.roles.some(({ text }) => has(role, text))) &&
    (scope === null || agent.issuer !== null) &&
    labels.every(({ key, value }) => agent.labels[key.text] === value.text)
  );
}

const has = (words: readonly Word[], text: string): boolean => words.some((word) => word.text === text);
