// Room `lock`: what was reviewed of the servers, where access is known too. Its keys stand under `catalog`.
import type { AccessModel } from '../access/model.ts';
import type { Callers } from '../agents/bears.ts';
import type { CatalogModel } from '../catalog/model.ts';
import type { FailoverModel } from '../failover/model.ts';
import type { Room } from '../room.ts';
import type { RoutesModel } from '../routes/model.ts';
import type { ServersModel } from '../servers/model.ts';
import { generateLock } from './generate.ts';
import { type LockRoomModel, resolveLockRoom } from './model.ts';
import { duplicatePrompt } from './rules/duplicate-prompt.ts';
import { duplicateTemplate } from './rules/duplicate-template.ts';
import { hiddenCharacters } from './rules/hidden-characters.ts';
import { missingServer } from './rules/missing-server.ts';
import { orders } from './rules/orders.ts';
import { otherTools } from './rules/other-tools.ts';
import { overBudget } from './rules/over-budget.ts';
import { uncheckedSchema } from './rules/unchecked-schema.ts';
import { unfitName } from './rules/unfit-name.ts';
import { unknownPrompt } from './rules/unknown-prompt.ts';
import { unknownTool } from './rules/unknown-tool.ts';
import { withoutLock } from './rules/without-lock.ts';

/** What the room builds on. */
export interface Before extends Callers {
  readonly servers: ServersModel;
  readonly catalog: CatalogModel;
  readonly access: AccessModel;
  readonly failover: FailoverModel;
  readonly routes: RoutesModel;
}

export const lock: Room<'lock', LockRoomModel, Before> = {
  key: 'lock',
  resolve: resolveLockRoom,
  rules: [
    duplicatePrompt,
    duplicateTemplate,
    hiddenCharacters,
    missingServer,
    orders,
    otherTools,
    overBudget,
    uncheckedSchema,
    unfitName,
    unknownPrompt,
    unknownTool,
    withoutLock,
  ],
  generate: generateLock,
};
