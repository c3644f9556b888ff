// Routes: which way a call goes, where it is not to its tool's own server. The first that holds; settled once per definition
// as far as it does not depend on the call.
import type { CatalogItem } from '../contract/catalog.ts';
import type { Agent } from '../contract/identity.ts';
import type { RoutePlan } from '../contract/plan-ways.ts';
import type { Backend } from '../contract/server.ts';
import { type CallFacts, NO_REQUEST, type ToolFacts } from '../contract/tool.ts';
import type { RouteStage, RoutingContext, Taking } from '../contract/ways.ts';

type Take = (item: CatalogItem, call: CallFacts) => Taking;

export function routeStage(context: RoutingContext): RouteStage {
  const { routes = [] } = context.plan;
  return {
    way(tool) {
      const speaking = routes.filter((route) => route.tools(tool.name) && mayHold(route, tool));
      if (speaking.length === 0) return null;
      const ways = speaking.map((route) => ({ route: settled(route), take: taker(route, tool, context) }));
      return (agent, call, item) =>
        ways.find(({ route }) => holds(route, agent, tool, call))?.take(item, call) ?? null;
    },
  };
}

/** What hangs on the tool alone is settled here. */
function mayHold(route: RoutePlan, tool: ToolFacts): boolean {
  return route.fixed !== true || holds(route, NOBODY, tool, NO_CALL);
}

function settled(route: RoutePlan): RoutePlan {
  return route.fixed === true ? { ...route, when: null } : route;
}

/** Nothing of them is read. */
const NOBODY = Object.freeze({}) as Agent;
const NO_CALL: CallFacts = { args: null, request: NO_REQUEST, readable: true };

function holds({ when, reads }: RoutePlan, agent: Agent, tool: ToolFacts, call: CallFacts): boolean {
  if (when === null) return true;
  try {
    const args = reads.args ? call.args : NOTHING;
    return when(agent, tool, args, reads.request ? call.request : NO_REQUEST) === true;
  } catch {
    return false;
  }
}

function taker({ place, to }: RoutePlan, tool: ToolFacts, { plan, find, failover }: RoutingContext): Take {
  const { rename } = plan.servers.find(({ name }) => name === tool.server)!;
  const own = Object.hasOwn(rename, tool.original) ? rename[tool.original]! : tool.original;
  if ('failover' in to) {
    const route = { place, to: to.failover };
    const call = failover!.chain(to.failover, own);
    const { timeoutMs } = plan.failover![to.failover]!;
    // Of a chain nobody could say later which of its servers has the task.
    return (item) => ({
      route,
      item: { ...item, tasks: null, backend: { ...item.backend, call }, timeoutMs },
    });
  }
  const route = { place, to: to.server };
  const { labels } = to;
  if (to.server === tool.server) return (item) => ({ route, item, labels });
  const name = plan.catalog.name(to.server, own);
  return (item, call) => {
    const found = find(name);
    // What is not listed yet cannot be called.
    const target = found === undefined || found instanceof Promise ? absent(item) : found;
    return { route, item: target, labels, misfit: target.check?.(call) };
  };
}

/** What a route leads to, where that is not in the catalog: it is not reached. */
function absent(item: CatalogItem): CatalogItem {
  const call: Backend['call'] = (_, sink) => {
    sink.failed(ABSENT);
    return () => {};
  };
  return { ...item, check: null, mirror: null, tasks: null, asks: [], backend: { ...item.backend, call } };
}

const ABSENT = {
  kind: 'unreachable',
  status: null,
  begun: false,
  sent: false,
  detail: 'a route leads to a tool that is not in the catalog',
} as const;

const NOTHING = Object.freeze({});
