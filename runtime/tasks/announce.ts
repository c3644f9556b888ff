// What an agent is told that tasks can be made of, in each era.
import type { TaskAbilities } from '../contract/catalog.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import { TASKS_EXTENSION } from '../protocol/extensions.ts';

/** The revision whose clients know tasks. */
export const SINCE = '2025-11-25';

/**
 * The capability `tasks` of a legacy client's server (2025-11-25, basic/utilities/tasks, "Server Capabilities"), or the
 * extensions of a modern one's; undefined where there is nothing to be told.
 *
 * @param lists whether all that an agent has begun is known here
 */
export function announced(
  { era, protocolVersion }: GatewayRequest,
  tasks: TaskAbilities | null,
  lists: boolean,
): object | undefined {
  if (tasks === null) return undefined;
  if (era === 'modern') return { [TASKS_EXTENSION]: {} };
  // What a modern server may answer at once has to be kept where it can be.
  if ((tasks.legacy === null && !lists) || protocolVersion < SINCE) return undefined;
  return {
    list: lists ? {} : undefined,
    cancel: tasks.legacy?.cancel === false ? undefined : {},
    requests: { tools: { call: {} } },
  };
}
