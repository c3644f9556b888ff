// Which locked tools an agent might be allowed, as far as names, `to` and denies without a condition say it.

import { concernsAgent } from '../access/concerned.ts';
import type { AccessRuleModel } from '../access/model.ts';
import type { AgentModel } from '../agents/model.ts';
import type { LockedTool } from '../catalog/model.ts';
import { matches } from '../patterns.ts';
import type { Before } from './index.ts';

/** An upper bound of what the agent sees: conditions are taken for ones that may hold. */
export function visibleTools(models: Before, agent: AgentModel): readonly LockedTool[] {
  const concerning = models.access.rules.filter(({ to }) => to === null || concernsAgent(to, agent));
  const allows = concerning.filter(({ effect }) => effect === 'allow');
  const denies = concerning.filter(({ effect, when }) => effect === 'deny' && when === null);
  const any = (rules: readonly AccessRuleModel[], name: string): boolean =>
    rules.some(({ tools }) => tools.some((one) => matches(one, name)));
  return (models.catalog.lock?.tools ?? []).filter(({ name }) => any(allows, name) && !any(denies, name));
}
