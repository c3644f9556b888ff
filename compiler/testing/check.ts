// Names in a test file that the gateway does not have. A test of a thing that does not exist proves nothing.

import type { Plan } from '../../runtime/contract/plan.ts';
import type { Finding, Range } from '../diagnostics/finding.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { sortFindings } from '../diagnostics/sort.ts';
import { type Completion, faultsOf, mentionsOf } from './mentions.ts';
import type { FaultStep, Placed, Suite } from './model.ts';
import { type KnownContext, variablesOf } from './world/names.ts';

/** A caller without a credential. */
export const ANONYMOUS = 'anonymous';

/** What servers offer. */
export interface Known extends KnownContext {
  /** Names in the catalog. */
  readonly tools: readonly string[];
}

/**
 * Findings for every unknown name, and for agents that nobody can call as.
 *
 * @param known what the servers of the suite offer, as the catalog names it
 */
export function checkNames(suite: Suite, plan: Plan, known: Known): readonly Finding[] {
  const mentions = mentionsOf(suite);
  const limits = plan.limits.map(({ name }) => name);
  const servers = plan.servers.map(({ name }) => name);
  const routes = (plan.routes ?? []).map(({ to }) => ('failover' in to ? to.failover : to.server));
  const agents = [...plan.agents.map(({ name }) => name), ANONYMOUS];
  return sortFindings([
    ...unknown('agent', mentions.callers, agents, 'Declare the agent in the gateway.'),
    ...keyless(mentions.callers, plan),
    ...unknown(
      'tool',
      mentions.tools,
      known.tools,
      'Name the tool under `backends`, by the name its server uses.',
    ),
    ...unknown('prompt', mentions.prompts, known.prompts, NO_PROMPT),
    ...unknown(
      'resource',
      mentions.resources.filter(({ value }) => !known.isResource(value)),
      known.resources,
      NO_RESOURCE,
    ),
    ...unknown('template', mentions.templates, known.templates, NO_TEMPLATE),
    ...mentions.completions.flatMap((completion) => unknownArgument(completion, known)),
    ...unknown('rule', mentions.rules, [...plan.access.map(({ name }) => name), ...limits], NO_SUCH),
    ...unknown(
      'rule',
      mentions.shadows,
      (plan.shadows ?? []).map(({ name }) => name),
      NO_SHADOW,
    ),
    ...unknown('limit', mentions.limits, limits, NO_SUCH),
    ...unknown('server', mentions.servers, servers, NO_SUCH),
    ...unknown('route', mentions.routes, routes, 'Write the server or chain that a route leads to.'),
    ...faultsOf(suite).flatMap((step) => unfit(step, plan)),
  ]);
}

const PROVES_NOTHING = 'A test of what does not exist would pass for the wrong reason.';
const NO_PROMPT = 'Name the prompt under `backends.SERVER.prompts`, by the name its server uses.';
const NO_RESOURCE =
  'Name its URI under `backends.SERVER.resources`, or a template under `backends.SERVER.resourceTemplates`.';
const NO_TEMPLATE = 'Name the template under `backends.SERVER.resourceTemplates`.';
const NO_SHADOW = 'Write the name of a rule that has `shadow: true`.';
const NO_SUCH = 'Write a name that the gateway has.';

function unknown(
  kind: string,
  names: readonly Placed<string>[],
  known: readonly string[],
  help: string,
): Finding[] {
  const all = new Set(known);
  return names
    .filter(({ value }) => !all.has(value))
    .map(({ value, range }) => {
      const near = nearest(value, known);
      return error(`tests/unknown-${kind}`, range, {
        message: `The gateway has no ${kind} “${value}”.`,
        why: PROVES_NOTHING,
        help: near === undefined ? help : `Did you mean “${near}”?`,
      });
    });
}

/** Of a prompt that says nothing of its arguments nothing is known. */
function unknownArgument({ call, completes: { of, argument, range } }: Completion, known: Known): Finding[] {
  const names = of === 'prompt' ? known.argumentsOf(call.value) : variablesOf(call.value);
  if (names.length === 0 || names.includes(argument)) return [];
  const near = nearest(argument, names);
  return [
    error('tests/unknown-argument', range, {
      message: `“${call.value}” has no argument “${argument}”.`,
      why: PROVES_NOTHING,
      help: near === undefined ? `It has ${names.join(', ')}.` : `Did you mean “${near}”?`,
    }),
  ];
}

/** Git holds digests of keys only; an agent without one cannot prove who it is, in a test as elsewhere. */
function keyless(callers: readonly Placed<string>[], plan: Plan): Finding[] {
  const without = new Set(plan.agents.filter(({ keys }) => keys.length === 0).map(({ name }) => name));
  return callers
    .filter(({ value }) => value !== ANONYMOUS && without.has(value))
    .map(({ value, range }) =>
      error('tests/agent-without-key', range, {
        message: `Nobody can call as “${value}”: the agent has no key.`,
        help:
          plan.anonymous === value
            ? `Write “as: ${ANONYMOUS}”: a call without a credential becomes this agent.`
            : `Make a key with “mcpgw key ${value}” and put its hash under the agent's keys.`,
      }),
    );
}

/** A fault that this server cannot have. */
function unfit({ server, address, status, fault }: FaultStep, plan: Plan): Finding[] {
  const transport = plan.servers.find(({ name }) => name === server.value)?.transport;
  if (transport === undefined) return [];
  const count = transport.kind === 'http' ? (transport.addresses?.length ?? 1) : 1;
  const at = address !== null && address.value >= count ? address : null;
  const http = transport.kind === 'stdio' && fault.kind === 'http' ? (status ?? server) : null;
  return [
    ...(at === null
      ? []
      : [
          error('tests/fault', at.range, {
            message: `“${server.value}” has no address ${at.value}.`,
            help: count === 1 ? 'It has one: leave `address` out.' : `Its addresses are 0 to ${count - 1}.`,
          }),
        ]),
    ...(http === null
      ? []
      : [
          error('tests/fault', http.range, {
            message: `“${server.value}” is a process: it has no HTTP status.`,
            help: 'Write `kind: reset`: the process ends; or `kind: malformed`.',
          }),
        ]),
  ];
}

function error(rule: string, range: Range, says: Pick<Finding, 'message' | 'why' | 'help'>): Finding {
  return { rule, severity: 'error', range, ...says };
}
