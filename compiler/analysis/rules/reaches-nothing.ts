// Agents that can call, and are allowed nothing.
import type { Rule, Says } from '../../language/room.ts';
import { enumerate } from '../../language/words.ts';
import type { World } from '../world.ts';

export const reachesNothing: Rule<World> = {
  name: 'agents/reaches-nothing',
  severity: 'warning',
  check(world, report) {
    if (world.allows.length === 0) return;
    const given = new Set(world.allows.flatMap((allow) => world.given(allow)));
    for (const [person, { agents, anonymous }] of world.people.classes.entries()) {
      const [first] = agents;
      if (first === undefined || given.has(person)) continue;
      report(first.range, anonymous ? ofAnonymous(first.name) : ofKnown(agents.map(({ name }) => name)));
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

function ofKnown(names: readonly string[]): Says {
  const [who, whom] = names.length === 1 ? ['Agent', 'it'] : ['Agents', 'them'];
  const quoted = enumerate(names.map((name) => `“${name}”`));
  return {
    message: `${who} ${quoted} can call nothing: no rule allows ${whom} a tool that no deny takes back.`,
    why: 'Whoever calls with such a key sees an empty list of tools.',
    help: 'Allow something, or take the keys away.',
  };
}
