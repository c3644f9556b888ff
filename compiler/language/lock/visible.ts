// Which locked tools an agent might be allowed, as far as names, `to` and denies without a condition say it.

import { concernsAgent } from '../access/concerned.ts';
import type { AccessRuleModel } from '../access/model.ts';
import type { AgentModel } from '../agents/model.ts';
import type { LockedTool } from '../catalog/model.ts';
import { anyOf } from '../lookup.ts';
import type { Before } from './index.ts';

/** An upper bound of what the agent sees: conditions are taken for ones that may hold. */
export function visibleTools(models: Before, agent: AgentModel): readonly LockedTool[] {
  const concerning = models.access.enforced.filter(({ to }) => to === null || concernsAgent(to, agent));
  const spoken = (which: (rule: AccessRuleModel) => boolean) =>
    anyOf(concerning.filter(which).flatMap(({ tools }) => tools));
  const isAllowed = spoken(({ effect }) => effect === 'allow');
  const isDenied = spoken(({ effect, to, when }) => effect === 'deny' && !to?.scope && when === null);
  return (models.catalog.lock?.tools ?? []).filter(({ name }) => isAllowed(name) && !isDenied(name));
}
