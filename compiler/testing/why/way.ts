// What a call would meet after the rules: the limits it would be charged to, and the servers it would go to.
import type {
  HttpTransportPlan,
  LimitPlan,
  Plan,
  ServerPlan,
  Value,
} from '../../../runtime/contract/plan.ts';
import type { RoutePlan, RouteTarget } from '../../../runtime/contract/plan-ways.ts';
import type { ToolFacts } from '../../../runtime/contract/tool.ts';
import type { Facts } from '../twin/evaluate.ts';
import type { HopTrace, LimitTrace, WayTrace, Why } from './report.ts';

type Labels = Readonly<Record<string, string>>;

export function limitsOf({ limits }: Plan, facts: Facts): readonly LimitTrace[] {
  const { tool } = facts;
  // Limits count calls of tools.
  if (!('annotations' in tool)) return [];
  return limits
    .filter((limit) => limit.tools(tool.name))
    .map((limit) => {
      const { name, place, rate } = limit;
      return { name, place, cells: cellsOf(limit, tool, facts), ...rate };
    });
}

function cellsOf(
  limit: LimitPlan,
  tool: ToolFacts,
  { agent, args, request }: Facts,
): readonly string[] | null {
  try {
    return limit.cells(agent, tool, limit.reads.args ? args() : {}, request);
  } catch {
    return null;
  }
}

/** The way that the plan has for a call, while all servers are up; and where it goes on if one is down. */
export function routeOf(plan: Plan, facts: Facts | null): Why['route'] {
  const tool = facts?.tool;
  const server = plan.servers.find(({ name }) => name === tool?.server);
  if (server === undefined || tool === undefined || facts === null) return null;
  // Prompts and resources have their own server only.
  if ('uri' in tool) return hopAt(server, tool.uri);
  if (!('annotations' in tool)) return hopAt(server, tool.original);
  const own = renamed(server, tool.original);
  const route = plan.routes?.find((one) => one.tools(tool.name) && leads(one, facts));
  const by = route && { place: route.place, to: nameOf(route.to) };
  const chain =
    route !== undefined && 'failover' in route.to
      ? route.to.failover
      : route === undefined
        ? plan.catalog.add?.[tool.name]?.failover
        : undefined;
  if (chain !== undefined) return { ...alongChain(plan, chain, own), ...(by && { by }) };
  const target = route !== undefined && 'server' in route.to ? route.to : { server: server.name };
  return { ...hopTo(plan, target.server, own, target.labels), ...(by && { by }) };
}

function nameOf(to: RouteTarget): string {
  return 'failover' in to ? to.failover : to.server;
}

function leads({ when, reads }: RoutePlan, { agent, tool, args, request }: Facts): boolean {
  if (when === null) return true;
  try {
    return when(agent, tool, reads.args ? args() : {}, request) === true;
  } catch {
    return false;
  }
}

function alongChain(plan: Plan, name: string, tool: string): WayTrace {
  const { links, on, safe } = plan.failover![name]!;
  const [first, ...then] = links.map((link) => hopTo(plan, link.server, link.tool ?? tool));
  const results = on.results.length > 0 ? ['what its conditions say of the result'] : [];
  return { ...first!, then, on: [...on.kinds, ...results], safe };
}

/** @param labels those that an address has to have */
function hopTo({ servers }: Plan, name: string, tool: string, labels: Labels = {}): HopTrace {
  const server = servers.find((one) => one.name === name)!;
  const original = Object.keys(server.rename).find((from) => server.rename[from] === tool) ?? tool;
  return hopAt(server, original, labels);
}

/** @param name by the server's own name */
function hopAt({ name: server, transport }: ServerPlan, name: string, labels: Labels = {}): HopTrace {
  const address =
    transport.kind === 'http' ? addressesOf(transport, labels).join(', ') : transport.command.join(' ');
  return { server, tool: name, address };
}

function addressesOf({ url, addresses }: HttpTransportPlan, labels: Labels): readonly string[] {
  if (addresses === undefined) return [addressOf(url)];
  const fit = addresses.filter(({ labels: own }) =>
    Object.entries(labels).every(([key, value]) => own[key] === value),
  );
  return fit.map((address) => addressOf(address.url));
}

function renamed({ rename }: ServerPlan, original: string): string {
  return Object.hasOwn(rename, original) ? rename[original]! : original;
}

/** As written: what is known only at run time by the name of its variable or file. */
function addressOf(value: Value): string {
  if (typeof value === 'string') return value;
  return 'env' in value ? `$${value.env}` : `file ${value.file}`;
}
