// Room `agents`: who calls. Also `teams` and `anonymous`.
import type { IssuersModel } from '../issuers/model.ts';
import type { Room } from '../room.ts';
import { generateAgents } from './generate.ts';
import type { AgentsModel } from './model.ts';
import { resolveAgents } from './resolve.ts';
import { agentBeyondInclude } from './rules/beyond-include.ts';
import { denyName } from './rules/deny-name.ts';
import { duplicateKey } from './rules/duplicate-key.ts';
import { noAgents } from './rules/no-agents.ts';
import { noKey } from './rules/no-key.ts';
import { oneName } from './rules/one-name.ts';
import { sharedName } from './rules/shared-name.ts';
import { unborneName } from './rules/unborne-name.ts';
import { unknownAnonymous } from './rules/unknown-anonymous.ts';
import { unknownIssuer } from './rules/unknown-issuer.ts';
import { unknownTeam } from './rules/unknown-team.ts';

export const agents: Room<'agents', AgentsModel, { readonly issuers: IssuersModel }> = {
  key: 'agents',
  resolve: resolveAgents,
  rules: [
    agentBeyondInclude,
    denyName,
    duplicateKey,
    noAgents,
    noKey,
    oneName,
    sharedName,
    unborneName,
    unknownAnonymous,
    unknownIssuer,
    unknownTeam,
  ],
  generate: generateAgents,
};
