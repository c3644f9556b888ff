// Who may be charged by a limit: the classes of agents to whom something is allowed that it counts.
import type { LimitModel } from '../language/limits/model.ts';
import { overlap } from '../language/patterns.ts';
import { once } from './once.ts';
import type { World } from './world.ts';

export const chargedIn = once(({ allows, given }: World) =>
  once(({ tools }: LimitModel): readonly number[] => {
    const counted = allows.filter(({ rule }) =>
      rule.tools.some((one) => tools.some((tool) => overlap(one, tool))),
    );
    return [...new Set(counted.flatMap(given))];
  }),
);
