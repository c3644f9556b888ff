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
import type { Condition } from '../../language/conditions.ts';
import { keyOf } from '../../language/places.ts';
import type { Models } from '../../language/rooms.ts';
import { type Facts, givenOf } from '../twin/evaluate.ts';
import type { Given } from '../twin/places.ts';
import { type ConditionTrace, conditionTrace } from '../twin/trace.ts';
import type { Looks } from '../twin/twin.ts';
import type { Sighting } from '../twin/watch.ts';
import type { HopTrace, LimitTrace, WayTrace, Why } from './report.ts';

type Labels = Readonly<Record<string, string>>;

/** As runtime/limits has it: calls of longer cells are refused. */
const longestCell = 256;

/** What would be charged. */
export function limitsOf({ limits }: Plan, facts: Facts, looks: Looks): readonly LimitTrace[] {
  const { tool } = facts;
  // Limits count calls of tools.
  if (!('annotations' in tool)) return [];
  return limits.flatMap((limit, at) => {
    if (!limit.tools(tool.name)) return [];
    const { name, place, rate } = limit;
    const per = placeTraces(keyOf.per(at), looks, () => givenOf(facts));
    return [{ name, place, cells: cellsOf(limit, tool, facts), per, ...rate }];
  });
}

/** What names the cells of the limits that count for the call. */
export function cellConditions(
  plan: Plan,
  { tool }: Facts,
  { limits }: Pick<Models, 'limits'>,
): readonly Condition[] {
  if (!('annotations' in tool)) return [];
  const counting = limits.limits.filter((_, at) => plan.limits[at]!.tools(tool.name));
  return counting.flatMap(({ per }) => per.flatMap((one) => (one.kind === 'cel' ? one.condition : [])));
}

/** Can the cells of every limit that counts for the call be named? */
export function isCountable({ limits }: Plan, facts: Facts): boolean {
  const { tool } = facts;
  if (!('annotations' in tool)) return true;
  return limits.every((limit) => !limit.tools(tool.name) || cellsOf(limit, tool, facts) !== null);
}

function cellsOf(
  limit: LimitPlan,
  tool: ToolFacts,
  { agent, args, request }: Facts,
): readonly string[] | null {
  try {
    const cells = limit.cells(agent, tool, limit.reads.args ? args() : {}, request);
    return cells.some((cell) => cell.length > longestCell) ? null : cells;
  } catch {
    return null;
  }
}

/** What stands at a place, up to the first that errs: after it nothing is asked. */
export function placeTraces(key: string, { places }: Looks, given: () => Given): readonly ConditionTrace[] {
  const traces: ConditionTrace[] = [];
  for (const look of places.get(key) ?? []) {
    const trace = conditionTrace(look, given);
    traces.push(trace);
    if (trace.result === 'error') break;
  }
  return traces;
}

/**
 * The way that the plan has for a call, while all servers are up; and where it goes on if one is down.
 *
 * @param asked what the call, as it was made, asked on its way
 */
export function routeOf(
  plan: Plan,
  facts: Facts | null,
  looks: Looks,
  asked: Sighting['asked'],
): Why['route'] {
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
  const told: Told = { looks, given: () => givenOf(facts) };
  if (chain !== undefined) return { ...alongChain(plan, chain, own, told, asked), ...(by && { by }) };
  const target = route !== undefined && 'server' in route.to ? route.to : { server: server.name };
  return { ...hopTo(plan, target.server, own, told, target.labels), ...(by && { by }) };
}

/** What can be looked into, and what it is given. */
interface Told {
  readonly looks: Looks;
  readonly given: () => Given;
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

function alongChain(plan: Plan, name: string, tool: string, told: Told, asked: Sighting['asked']): WayTrace {
  const { links, on, safe } = plan.failover![name]!;
  const [first, ...then] = links.map((link, at) => {
    const [args] = placeTraces(keyOf.args(name, at), told.looks, told.given);
    return { ...hopTo(plan, link.server, link.tool ?? tool, told), ...(args && { args }) };
  });
  const words = on.results.length > 0 ? ['what its conditions say of the result'] : [];
  const results = on.results.flatMap((_, at) => {
    const last = asked.findLast(({ key }) => key === keyOf.on(name, at));
    return last === undefined ? [] : placeTraces(last.key, told.looks, () => last.given);
  });
  const of = results.length === 0 ? {} : { results };
  return { ...first!, then, on: [...on.kinds, ...words], ...of, safe };
}

/** @param labels those that an address has to have */
function hopTo({ servers }: Plan, name: string, tool: string, told: Told, labels: Labels = {}): HopTrace {
  const server = servers.find((one) => one.name === name)!;
  const original = Object.keys(server.rename).find((from) => server.rename[from] === tool) ?? tool;
  const [key] = placeTraces(keyOf.address(name), told.looks, told.given);
  return { ...hopAt(server, original, labels), ...(key && { key }) };
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
