// The locked tools that some allow speaks of.
import type { AccessModel } from '../access/model.ts';
import type { LockedTool, LockModel } from '../catalog/model.ts';
import { matches, type Pattern } from '../patterns.ts';

/** Tools that somebody might be allowed, as far as names say it. */
export function allowedTools({ tools }: LockModel, { rules }: AccessModel): readonly LockedTool[] {
  const allows = rules.filter(({ effect }) => effect === 'allow').flatMap((rule) => rule.tools);
  const patterns = [...new Map(allows.map((one): [string, Pattern] => [one.text, one])).values()];
  return tools.filter(({ name }) => patterns.some((one) => matches(one, name)));
}
