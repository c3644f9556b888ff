// `failover` of the plan.
import { printFunction } from '../../cel/index.ts';
import type { Builder } from '../../emit/builder.ts';
import { code, literal } from '../../emit/code.ts';
import { type Condition, recordFacts } from '../conditions.ts';
import type { PlanPart } from '../room.ts';
import type { ServersModel } from '../servers/model.ts';
import { oneOf, recordAttempts } from '../servers/print-care.ts';
import type { ChainModel, FailoverModel, LinkModel, TriggerModel } from './model.ts';

interface Models {
  readonly failover: FailoverModel;
  readonly servers: ServersModel;
}

export function generateFailover({ failover, servers }: Models, builder: Builder): PlanPart {
  const chains = [...failover.chains.values()];
  if (chains.length === 0) return {};
  builder.stage('failover', { module: 'failover/index', name: 'failoverStage' });
  recordAttempts(builder);
  const printed = chains.map((chain) => [chain.name.text, printChain(chain, servers, builder)] as const);
  return { failover: literal(Object.fromEntries(printed)) };
}

function printChain(chain: ChainModel, servers: ServersModel, builder: Builder): object {
  const { name, place, links, on, safe, retryAfterMs, timeoutMs } = chain;
  return {
    place,
    links: links.map((link) => printLink(link, name.text, servers, builder)),
    on: printTriggers(on, name.text, place, builder),
    safe,
    retryAfterMs,
    timeoutMs,
  };
}

const nothing = { args: false, request: false };

function printLink(
  { server, tool, args, place }: LinkModel,
  chain: string,
  { servers }: ServersModel,
  builder: Builder,
): object {
  const reviewed = servers.get(server.text)?.reviewed ?? [];
  const readOnly = reviewed.filter((one) => one.readOnly).map((one) => one.tool);
  const known = tool === null ? readOnly : readOnly.filter((name) => name === tool.text);
  return {
    server: server.text,
    tool: tool?.text ?? null,
    args: args === null ? null : printMap(args, `${chain} ${server.text}`, place, builder),
    reads: args === null ? nothing : readsOf(args),
    readOnly: oneOf([], known, builder),
  };
}

/** A function that gives the arguments as JSON. */
function printMap(args: Condition, hint: string, place: string, builder: Builder): object {
  recordFacts(args.compiled, builder);
  const given = printFunction(args.compiled, builder);
  const map = builder.fn(`${hint} args`, [`${place} args:`, args.text], given);
  const json = builder.cel('json');
  return code`(agent, tool, args, request) => ${json}(${map}(agent, tool, args, request))`;
}

function printTriggers(on: readonly TriggerModel[], chain: string, place: string, builder: Builder): object {
  return {
    kinds: on.flatMap((trigger) => (trigger.kind === 'result' ? [] : [trigger.kind])),
    results: on.flatMap((trigger) => {
      if (trigger.kind !== 'result') return [];
      const { compiled, text } = trigger.condition;
      recordFacts(compiled, builder);
      const holds = builder.fn(
        `${chain} on`,
        [`${place} ${chain} on:`, text],
        printFunction(compiled, builder),
      );
      return [{ reads: readsOf(trigger.condition), holds }];
    }),
  };
}

function readsOf({ compiled }: Condition): object {
  const { args, request } = compiled.reads;
  return { args, request };
}
