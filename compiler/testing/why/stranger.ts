// Callers that a gateway cannot have.
import type { Plan } from '../../../runtime/contract/plan.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import { ANONYMOUS } from '../world/credentials.ts';

/** Why nobody can call as this agent; null where one can. */
export function strangerTo(name: string, { agents, anonymous }: Plan): string | null {
  if (name === ANONYMOUS) return null;
  const agent = agents.find((one) => one.name === name);
  if (agent !== undefined && agent.keys.length > 0) return null;
  if (agent !== undefined) {
    const instead = anonymous === name ? ` Ask for “${ANONYMOUS}”, who becomes this agent.` : '';
    return `Nobody can call as “${name}”: the agent has no key.${instead}`;
  }
  const near = nearest(name, [...agents.map((one) => one.name), ANONYMOUS]);
  return `The gateway has no agent “${name}”.${near === undefined ? '' : ` Did you mean “${near}”?`}`;
}
