// What a call would meet after the rules: the limits it would be charged to, and the server it would go to.
import type { LimitPlan, Plan, Value } from '../../../runtime/contract/plan.ts';
import type { ToolFacts } from '../../../runtime/contract/tool.ts';
import type { Facts } from '../twin/evaluate.ts';
import type { LimitTrace, Why } from './report.ts';

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

export function routeOf({ servers }: Plan, facts: Facts | null): Why['route'] {
  const server = servers.find(({ name }) => name === facts?.tool.server);
  if (server === undefined || facts === null || !('original' in facts.tool)) return null;
  const { transport } = server;
  const address = transport.kind === 'http' ? addressOf(transport.url) : transport.command.join(' ');
  return { server: server.name, tool: facts.tool.original, address };
}

/** As written: what is known only at run time by the name of its variable or file. */
function addressOf(value: Value): string {
  if (typeof value === 'string') return value;
  return 'env' in value ? `$${value.env}` : `file ${value.file}`;
}
