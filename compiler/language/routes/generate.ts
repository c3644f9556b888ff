// `routes` of the plan: what never holds is left out, and what always holds is asked nothing.
import { printFunction } from '../../cel/index.ts';
import type { Builder } from '../../emit/builder.ts';
import { type Code, literal } from '../../emit/code.ts';
import { type Condition, recordFacts } from '../conditions.ts';
import { covers, printPredicate } from '../patterns.ts';
import type { PlanPart } from '../room.ts';
import { recordAttempts } from '../servers/print-care.ts';
import { isCertain, type RouteModel, type RoutesModel, type TargetModel } from './model.ts';

export function generateRoutes({ routes }: { readonly routes: RoutesModel }, builder: Builder): PlanPart {
  if (routes.routes.length === 0) return {};
  builder.stage('routes', { module: 'routes/index', name: 'routeStage' });
  recordAttempts(builder);
  return { routes: literal(reachable(routes.routes).map((route) => printRoute(route, builder))) };
}

/** Without what an earlier one leaves nothing to. */
function reachable(routes: readonly RouteModel[]): readonly RouteModel[] {
  return routes.filter((route, at) => {
    if (route.when?.compiled.constant === false) return false;
    const before = routes.slice(0, at).filter((other) => isCertain(other));
    return !route.tools.every((tool) => before.some(({ tools }) => tools.some((wide) => covers(wide, tool))));
  });
}

function printRoute(route: RouteModel, builder: Builder): object {
  const { place, tools, to } = route;
  const when = isCertain(route) ? null : route.when;
  const { args = false, request = false } = when?.compiled.reads ?? {};
  return {
    place,
    tools: printPredicate(tools, builder),
    when: when && printWhen(when, place, builder),
    reads: { args, request },
    ...(when !== null && !args && !request && !when.compiled.reads.agent ? { fixed: true } : {}),
    to: printTarget(to),
  };
}

function printWhen(when: Condition, place: string, builder: Builder): Code {
  recordFacts(when.compiled, builder);
  return builder.fn('route', [`${place} route when`, when.text], printFunction(when.compiled, builder));
}

function printTarget(to: TargetModel): object {
  if (to.kind === 'chain') return { failover: to.word.text };
  return { server: to.word.text, ...(to.labels && { labels: to.labels }) };
}
