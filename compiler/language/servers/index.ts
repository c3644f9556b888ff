// Room `servers`: what stands behind the gateway.
import type { AgentsModel } from '../agents/model.ts';
import type { HostsModel } from '../hosts/model.ts';
import type { IssuersModel } from '../issuers/model.ts';
import type { Room } from '../room.ts';
import { generateServers } from './generate.ts';
import type { ServersModel } from './model.ts';
import { resolveServers } from './resolve.ts';
import { serverBeyondInclude } from './rules/beyond-include.ts';
import { cannotCheck } from './rules/cannot-check.ts';
import { cannotQueue } from './rules/cannot-queue.ts';
import { cannotReadFiles } from './rules/cannot-read-files.ts';
import { cannotSpawn } from './rules/cannot-spawn.ts';
import { cannotStream } from './rules/cannot-stream.ts';
import { cannotWait } from './rules/cannot-wait.ts';
import { emptyCommand } from './rules/empty-command.ts';
import { header } from './rules/header.ts';
import { idleKey } from './rules/idle-key.ts';
import { likelySecret } from './rules/likely-secret.ts';
import { literalSecret } from './rules/literal-secret.ts';
import { misplacedKey } from './rules/misplaced-key.ts';
import { noServers } from './rules/no-servers.ts';
import { nothingOffered } from './rules/nothing-offered.ts';
import { plaintext } from './rules/plaintext.ts';
import { renameClash } from './rules/rename-clash.ts';
import { renameExcluded } from './rules/rename-excluded.ts';
import { secretAndNot } from './rules/secret-and-not.ts';
import { sseEra } from './rules/sse-era.ts';
import { tasksAtSeveral } from './rules/tasks-at-several.ts';
import { url } from './rules/url.ts';
import { urlHost } from './rules/url-host.ts';

interface Before {
  readonly hosts: HostsModel;
  readonly agents: AgentsModel;
  readonly issuers: IssuersModel;
}

export const servers: Room<'servers', ServersModel, Before> = {
  key: 'servers',
  resolve: resolveServers,
  rules: [
    serverBeyondInclude,
    cannotCheck,
    cannotQueue,
    cannotReadFiles,
    cannotSpawn,
    cannotStream,
    cannotWait,
    emptyCommand,
    header,
    idleKey,
    likelySecret,
    literalSecret,
    misplacedKey,
    noServers,
    nothingOffered,
    plaintext,
    renameClash,
    renameExcluded,
    secretAndNot,
    sseEra,
    tasksAtSeveral,
    url,
    urlHost,
  ],
  generate: generateServers,
};
