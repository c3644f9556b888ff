// The tool that keeps a task, as long as its agent may ask for it.
import type { CatalogItem, CatalogStage } from '../contract/catalog.ts';
import type { TaskOf } from '../contract/tasks.ts';
import { type Asking, ungranted } from './grant.ts';

export interface Seeking extends Asking {
  readonly core: Asking['core'] & { readonly catalog: Pick<CatalogStage, 'find'> };
}

export interface Kept {
  /** The tool that was called, and the one that the call was led to. */
  readonly called: CatalogItem;
  readonly item: CatalogItem;
}

/** Null where the tool is not what it was, or the call is not granted any more. */
export async function keptBy(asking: Seeking, task: TaskOf): Promise<Kept | null> {
  const { catalog } = asking.core;
  const called = await catalog.find('tool', task.tool);
  const item = task.to === null ? called : await catalog.find('tool', task.to);
  const kept = keptIn(task, called, item);
  return kept !== null && ungranted(asking, kept.called, task) === null ? kept : null;
}

/** Null where these are not what they were when the task was begun. */
export function keptIn(
  { server }: TaskOf,
  called: CatalogItem | undefined,
  item: CatalogItem | undefined,
): Kept | null {
  if (called === undefined || item?.server !== server || item.tasks === null) return null;
  return { called, item };
}
