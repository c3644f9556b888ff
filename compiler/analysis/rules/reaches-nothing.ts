// Agents that can call, and are allowed nothing.
import type { AgentModel } from '../../language/agents/model.ts';
import type { Rule, Says } from '../../language/room.ts';
import { enumerate } from '../../language/words.ts';
import type { World } from '../world.ts';

export const reachesNothing: Rule<World> = {
  name: 'agents/reaches-nothing',
  severity: 'warning',
  check(world, report) {
    if (world.allows.length === 0) return;
    const given = new Set(world.allows.flatMap((allow) => world.given(allow)));
    const { classes } = world.people;
    // With one scope or another they are the same agents.
    const reached = new Set(classes.filter((_, person) => given.has(person)).map(({ agents }) => agents));
    for (const { agents, anonymous, scope } of classes) {
      const [first] = agents;
      if (first === undefined || scope !== null || reached.has(agents)) continue;
      report(first.range, anonymous ? ofAnonymous(first.name) : ofKnown(agents));
    }
  },
};

function ofAnonymous(name: string): Says {
  return {
    message: `Callers without a credential, who are “${name}”, can call nothing.`,
    why: 'What they may do is allowed by name only.',
    help: `Allow something \`to: { agent: ${name} }\`, or write \`anonymous: deny\`.`,
  };
}

function ofKnown(agents: readonly AgentModel[]): Says {
  const [who, whom] = agents.length === 1 ? ['Agent', 'it'] : ['Agents', 'them'];
  const quoted = enumerate(agents.map(({ name }) => `“${name}”`));
  const keyed = agents.every(({ issuer }) => issuer === null);
  return {
    message: `${who} ${quoted} can call nothing: no rule allows ${whom} a tool that no deny takes back.`,
    why: `Whoever calls ${keyed ? 'with such a key' : 'as one'} sees an empty list of tools.`,
    help: `Allow something, or ${keyed ? 'take the keys away' : `remove ${whom}`}.`,
  };
}
