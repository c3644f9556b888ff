// What access, limits, routes and the lock know of the things that agents may see.
import type { AccessStage, ShadowStage } from '../contract/access.ts';
import type { Prepare } from '../contract/catalog.ts';
import type { LimitStage } from '../contract/limits.ts';
import type { LockStage } from '../contract/lock.ts';
import type { AccessRulePlan, Plan } from '../contract/plan.ts';
import type { OfferKind } from '../contract/server.ts';
import type { Facts } from '../contract/tool.ts';
import type { RouteStage } from '../contract/ways.ts';

/** What agents can be allowed to see. */
export function kindsOf({ access }: Plan, resources: boolean): readonly OfferKind[] {
  const prompts = access.some((rule) => rule.effect === 'allow' && rule.prompts !== undefined);
  return ['tools', ...(prompts ? (['prompts'] as const) : []), ...(resources ? RESOURCE_KINDS : [])];
}

const RESOURCE_KINDS = ['resources', 'resourceTemplates'] as const;

interface Preparing {
  readonly access: AccessStage;
  readonly limits: LimitStage | undefined;
  readonly lock: LockStage | undefined;
  readonly shadows: ShadowStage | undefined;
  readonly routes: RouteStage | undefined;
}

/** What access, limits, routes and the lock know of a thing. Limits count tools only, and only their arguments are checked. */
export function preparing({ access, limits, lock, shadows, routes }: Preparing): Prepare {
  const judged = (facts: Facts, speaks: (rule: AccessRulePlan) => boolean) => {
    const judge = access.judge(facts, speaks);
    return { judge, watch: shadows?.watch(facts, speaks, judge) ?? null, gate: null };
  };
  return {
    tool: (facts) => ({
      ...judged(facts, (rule) => rule.tools(facts.name)),
      gate: limits?.gate(facts) ?? null,
      check: lock?.check(facts) ?? null,
      way: routes?.way(facts) ?? null,
    }),
    prompt: (facts) => judged(facts, (rule) => rule.prompts?.(facts.name) === true),
    resource: (facts) => judged(facts, (rule) => rule.resources?.matches(facts.uri) === true),
    template: (facts, head) => judged(facts, (rule) => spreads(rule, head)),
  };
}

/** Could an allow concern something that begins with `head`? Does a deny concern all of it? */
function spreads({ effect, resources }: AccessRulePlan, head: string): boolean {
  if (resources === undefined) return false;
  if (effect === 'deny') return resources.heads.some(({ text, whole }) => whole && head.startsWith(text));
  return resources.heads.some(({ text }) => text.startsWith(head) || head.startsWith(text));
}
