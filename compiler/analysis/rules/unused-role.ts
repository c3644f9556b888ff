// A role that agents hold, and nothing asks for.

import type { Rule } from '../../language/room.ts';
import type { Word } from '../../language/words.ts';
import { conditionsOf } from '../conditions.ts';
import { isRead } from '../reads.ts';
import type { World } from '../world.ts';

export const unusedRole: Rule<World> = {
  name: 'agents/unused-role',
  severity: 'warning',
  check({ models }, report) {
    const { access, agents, limits } = models;
    const conditions = conditionsOf(models);
    const counted = limits.limits.some(({ per }) => per.some(({ kind }) => kind === 'role'));
    if (counted || conditions.some(({ compiled }) => isRead(compiled.root, 'agent', 'roles'))) return;
    const asked = new Set(access.rules.flatMap(({ to }) => to?.role?.map(({ text }) => text) ?? []));
    const held = [...agents.agents.values()].flatMap(({ roles }) => roles);
    const first = new Map<string, Word>();
    for (const role of held) if (!first.has(role.text)) first.set(role.text, role);
    for (const [name, { range }] of first) {
      if (asked.has(name)) continue;
      report(range, {
        message: `No rule and no limit asks for the role “${name}”.`,
        why: 'Whoever holds it may do nothing more for it.',
        help: 'Allow something `to: { role: … }`, or remove the role.',
      });
    }
  },
};
