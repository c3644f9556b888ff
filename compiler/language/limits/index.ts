// Room `limits`: how much is allowed.
import type { Callers } from '../agents/bears.ts';
import type { CatalogModel } from '../catalog/model.ts';
import type { HostsModel } from '../hosts/model.ts';
import type { IssuersModel } from '../issuers/model.ts';
import type { Room } from '../room.ts';
import { generateLimits } from './generate.ts';
import type { LimitsModel } from './model.ts';
import { resolveLimits } from './resolve.ts';
import { burst } from './rules/burst.ts';
import { duplicateName } from './rules/duplicate-name.ts';
import { missingTeam } from './rules/missing-team.ts';
import { perIsolate } from './rules/per-isolate.ts';
import { repeatedPer } from './rules/repeated-per.ts';
import { unmatchedPattern } from './rules/unmatched-pattern.ts';

/** What the room builds on. */
interface Before extends Callers {
  readonly catalog: CatalogModel;
  readonly hosts: HostsModel;
  readonly issuers: IssuersModel;
}

export const limits: Room<'limits', LimitsModel, Before> = {
  key: 'limits',
  resolve: resolveLimits,
  rules: [burst, duplicateName, missingTeam, perIsolate, repeatedPer, unmatchedPattern],
  generate: generateLimits,
};
