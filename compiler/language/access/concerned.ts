// Which declared agents a `to` concerns.
import type { AgentModel, AgentsModel } from '../agents/model.ts';
import type { Word } from '../words.ts';
import type { ToModel } from './model.ts';

/** The declared agents that have all that `to` asks for. */
export function concernedAgents(agents: AgentsModel, to: ToModel): readonly AgentModel[] {
  return candidates(agents, to).filter((agent) => concerns(to, agent));
}

/** Named agents are looked up, so that a thousand rules do not each read a thousand agents. */
function candidates({ agents }: AgentsModel, { agent }: ToModel): readonly AgentModel[] {
  if (agent === null) return [...agents.values()];
  return agent.flatMap(({ text }) => agents.get(text) ?? []);
}

function concerns({ team, role, labels }: ToModel, agent: AgentModel): boolean {
  return (
    (team === null || has(team, agent.team?.text ?? '')) &&
    (role === null || agent.roles.some(({ text }) => has(role, text))) &&
    labels.every(({ key, value }) => agent.labels[key.text] === value.text)
  );
}

const has = (words: readonly Word[], text: string): boolean => words.some((word) => word.text === text);
