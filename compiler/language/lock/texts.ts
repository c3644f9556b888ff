// Goes through the texts of all tools that are offered, for the rules about them.
import { type Text, textsOf } from '../../lock/texts.ts';
import type { CatalogModel, LockedTool } from '../catalog/model.ts';

export interface Locked {
  readonly catalog: CatalogModel;
}

/** Tells `look` of every text, until it has something to say of the tool: one finding is enough to read all of it. */
export function eachText(
  { catalog: { lock } }: Locked,
  look: (tool: LockedTool, text: Text) => boolean,
): void {
  for (const tool of lock?.tools ?? []) textsOf(tool.definition).some((text) => look(tool, text));
}
