// The locked tools that some allow speaks of.
import type { AccessModel } from '../access/model.ts';
import type { LockedTool, LockModel } from '../catalog/model.ts';
import { anyOf } from '../lookup.ts';

/** Tools that somebody might be allowed, as far as names say it. */
export function allowedTools({ tools }: LockModel, { rules }: AccessModel): readonly LockedTool[] {
  const allows = rules.filter(({ effect }) => effect === 'allow').flatMap((rule) => rule.tools);
  const isAllowed = anyOf(allows);
  return tools.filter(({ name }) => isAllowed(name));
}
