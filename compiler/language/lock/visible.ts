// Which locked tools a caller might be allowed, as far as names, `to` and denies without a condition say it.

import type { AccessRuleModel, ToModel } from '../access/model.ts';
import type { LockedTool } from '../catalog/model.ts';
import { anyOf } from '../lookup.ts';
import type { Before } from './index.ts';

/**
 * An upper bound of what a caller sees: conditions are taken for ones that may hold.
 * @param concerns whether a rule is for that caller
 */
export function visibleTools(models: Before, concerns: (to: ToModel) => boolean): readonly LockedTool[] {
  const concerning = models.access.enforced.filter(({ to }) => to === null || concerns(to));
  const spoken = (which: (rule: AccessRuleModel) => boolean) =>
    anyOf(concerning.filter(which).flatMap(({ tools }) => tools));
  const isAllowed = spoken(({ effect }) => effect === 'allow');
  const isDenied = spoken(({ effect, to, when }) => effect === 'deny' && !to?.scope && when === null);
  return (models.catalog.lock?.tools ?? []).filter(({ name }) => isAllowed(name) && !isDenied(name));
}
