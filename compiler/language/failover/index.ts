// Room `failover`: tools that stand in for each other.
import type { Room } from '../room.ts';
import type { ServersModel } from '../servers/model.ts';
import { generateFailover } from './generate.ts';
import type { FailoverModel } from './model.ts';
import { resolveFailover } from './resolve.ts';
import { noTasks } from './rules/no-tasks.ts';
import { repeatedLink } from './rules/repeated-link.ts';
import { timeouts } from './rules/timeouts.ts';
import { unknownServer } from './rules/unknown-server.ts';
import { unsafeTrigger } from './rules/unsafe-trigger.ts';

export const failover: Room<'failover', FailoverModel, { readonly servers: ServersModel }> = {
  key: 'failover',
  resolve: resolveFailover,
  rules: [noTasks, repeatedLink, timeouts, unknownServer, unsafeTrigger],
  generate: generateFailover,
};
