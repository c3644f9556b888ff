// `lock` of the plan: the hash of everything that may be offered.
import type { Builder } from '../../emit/builder.ts';
import { literal } from '../../emit/code.ts';
import type { Definition, LockedItem } from '../../lock/model.ts';
import type { LockModel } from '../catalog/model.ts';
import type { PlanPart } from '../room.ts';
import type { Before } from './index.ts';
import type { LockRoomModel } from './model.ts';

export function generateLock(
  { catalog, lock: { schemas } }: Pick<Before, 'catalog'> & { readonly lock: LockRoomModel },
  builder: Builder,
): PlanPart {
  const { lock } = catalog;
  if (lock === null) return {};
  builder.stage('lock', { module: 'lock/index', name: 'lockStage' });
  // Arguments are parsed for validators too.
  if (schemas.size > 0) builder.stage('facts', { module: 'gateway/facts', name: 'callFacts' });
  const servers = Object.keys(lock.servers).sort();
  return {
    lock: literal({
      onDrift: lock.onDrift,
      servers: Object.fromEntries(servers.map((server) => [server, printServer(lock, server)])),
    }),
  };
}

function printServer(lock: LockModel, server: string): object {
  const { prompts = {}, resourceTemplates = {}, instructions } = lock.servers[server] ?? {};
  const tools = lock.tools.filter((tool) => tool.server === server);
  return {
    tools: Object.fromEntries(
      tools.map((tool) => [tool.original, printItem(lock, { ...tool, definition: tool.locked })]),
    ),
    prompts: printItems(lock, prompts),
    resourceTemplates: printItems(lock, resourceTemplates),
    ...(instructions && {
      instructions: printItem(lock, { ...instructions, definition: instructions.text }),
    }),
  };
}

function printItems(lock: LockModel, items: Readonly<Record<string, LockedItem>>): object {
  return Object.fromEntries(Object.entries(items).map(([name, item]) => [name, printItem(lock, item)]));
}

/** The whole definition only where it is offered although the server has another. */
function printItem(
  { onDrift }: LockModel,
  { hash, definition }: { readonly hash: string; readonly definition: Definition | string },
): object {
  return onDrift === 'warn' ? { hash, definition: JSON.stringify(definition) } : { hash };
}
