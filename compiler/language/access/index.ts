// Room `access`: what is allowed.
import type { Callers } from '../agents/bears.ts';
import type { CatalogModel } from '../catalog/model.ts';
import type { FailoverModel } from '../failover/model.ts';
import type { HostsModel } from '../hosts/model.ts';
import type { Room } from '../room.ts';
import type { RoutesModel } from '../routes/model.ts';
import type { ServersModel } from '../servers/model.ts';
import { generateAccess } from './generate.ts';
import type { AccessModel } from './model.ts';
import { resolveAccess } from './resolve.ts';
import { anonymousUnnamed } from './rules/anonymous-unnamed.ts';
import { beyondInclude } from './rules/beyond-include.ts';
import { constantCondition } from './rules/constant-condition.ts';
import { duplicateName } from './rules/duplicate-name.ts';
import { messageOnAllow } from './rules/message-on-allow.ts';
import { noAllow } from './rules/no-allow.ts';
import { nobody } from './rules/nobody.ts';
import { resourcePattern } from './rules/resource-pattern.ts';
import { scopeWithoutIssuer } from './rules/scope-without-issuer.ts';
import { unknownAgent } from './rules/unknown-agent.ts';
import { unknownLabel } from './rules/unknown-label.ts';
import { unknownRole } from './rules/unknown-role.ts';
import { unknownTeam } from './rules/unknown-team.ts';
import { unmatchedPattern } from './rules/unmatched-pattern.ts';
import { unusedServer } from './rules/unused-server.ts';

/** What the room builds on. */
interface Before extends Callers {
  readonly hosts: HostsModel;
  readonly servers: ServersModel;
  readonly catalog: CatalogModel;
  readonly routes: RoutesModel;
  readonly failover: FailoverModel;
}

export const access: Room<'access', AccessModel, Before> = {
  key: 'access',
  resolve: resolveAccess,
  rules: [
    anonymousUnnamed,
    beyondInclude,
    constantCondition,
    duplicateName,
    messageOnAllow,
    noAllow,
    nobody,
    resourcePattern,
    scopeWithoutIssuer,
    unknownAgent,
    unknownLabel,
    unknownRole,
    unknownTeam,
    unmatchedPattern,
    unusedServer,
  ],
  generate: generateAccess,
};
