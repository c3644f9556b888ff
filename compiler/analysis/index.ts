// What can be said of the whole model: each check one rule, over classes of agents and of tools.
import type { Report, Rule, Scope } from '../language/room.ts';
import type { Models } from '../language/rooms.ts';
import { bypassedServer } from './rules/bypassed-server.ts';
import { cancelledAllow } from './rules/cancelled-allow.ts';
import { constantHash } from './rules/constant-hash.ts';
import { constantPer } from './rules/constant-per.ts';
import { constantTrigger } from './rules/constant-trigger.ts';
import { deadAllow } from './rules/dead-allow.ts';
import { deadDeny } from './rules/dead-deny.ts';
import { denyCanError } from './rules/deny-can-error.ts';
import { failoverLoop } from './rules/failover-loop.ts';
import { impossibleCondition } from './rules/impossible-condition.ts';
import { issuerReachesNothing } from './rules/issuer-reaches-nothing.ts';
import { limitCanError } from './rules/limit-can-error.ts';
import { limitConcernsNothing } from './rules/limit-concerns-nothing.ts';
import { linkSchemas } from './rules/link-schemas.ts';
import { needlessCondition } from './rules/needless-condition.ts';
import { needlessRouteCondition } from './rules/needless-route-condition.ts';
import { overlappingRoutes } from './rules/overlapping-routes.ts';
import { reachesNothing } from './rules/reaches-nothing.ts';
import { redundantAllow } from './rules/redundant-allow.ts';
import { shadowedRoute } from './rules/shadowed-route.ts';
import { tooBroad } from './rules/too-broad.ts';
import { unmatchedSafe } from './rules/unmatched-safe.ts';
import { unreachableTool } from './rules/unreachable-tool.ts';
import { unreachedLink } from './rules/unreached-link.ts';
import { unusedChain } from './rules/unused-chain.ts';
import { unusedRole } from './rules/unused-role.ts';
import { unusedTeam } from './rules/unused-team.ts';
import { type World, worldOf } from './world.ts';

const rules: readonly Rule<World>[] = [
  bypassedServer,
  cancelledAllow,
  constantHash,
  constantPer,
  constantTrigger,
  deadAllow,
  deadDeny,
  denyCanError,
  failoverLoop,
  impossibleCondition,
  issuerReachesNothing,
  limitCanError,
  limitConcernsNothing,
  linkSchemas,
  needlessCondition,
  needlessRouteCondition,
  overlappingRoutes,
  reachesNothing,
  redundantAllow,
  shadowedRoute,
  tooBroad,
  unmatchedSafe,
  unreachableTool,
  unreachedLink,
  unusedChain,
  unusedRole,
  unusedTeam,
];

/** Names of the checks. */
export const analysisRules: readonly string[] = rules.map(({ name }) => name);

/** Runs every check over a model without errors. What they report is true of it; what is not known is not reported. */
export function analyse(models: Models, scope: Scope): void {
  // Without servers there is nothing to allow, and that is said.
  if (models.catalog.offers.length === 0) return;
  const world = worldOf(models);
  for (const { name: rule, severity, check } of rules) {
    const report: Report = (range, says) => scope.report({ rule, severity, range, ...says });
    check(world, report, scope);
  }
}
