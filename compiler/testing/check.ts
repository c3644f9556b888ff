// Names in a test file that the gateway does not have. A test of a thing that does not exist proves nothing.

import type { Plan } from '../../runtime/contract/plan.ts';
import type { Finding } from '../diagnostics/finding.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { sortFindings } from '../diagnostics/sort.ts';
import { checkCallers } from './callers.ts';
import { type Completion, faultsOf, mentionsOf } from './mentions.ts';
import type { FaultStep, Placed, Suite } from './model.ts';
import { ANONYMOUS } from './world/credentials.ts';
import { type KnownContext, variablesOf } from './world/names.ts';
import { finding } from './wrong.ts';

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
  const scopes = plan.access.flatMap(({ scopes: { any = [], named = [] } = {} }) => [...any, ...named]);
  const servers = plan.servers.map(({ name }) => name);
  const routes = (plan.routes ?? []).map(({ to }) => ('failover' in to ? to.failover : to.server));
  const issuers = (plan.issuers ?? []).map(({ issuer }) => issuer);
  const own = suite.agents.map(({ name }) => name.value);
  const agents = [...plan.agents.map(({ name }) => name), ...own, ANONYMOUS];
  return sortFindings([
    ...unknown('issuer', mentions.issuers, issuers, NO_ISSUER),
    ...unknown('agent', mentions.callers, agents, NO_AGENT),
    ...checkCallers(suite.agents, mentions.callers, plan),
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
    ...unknown('scope', mentions.scopes, scopes, NO_SCOPE),
    ...unknown('limit', mentions.limits, limits, NO_SUCH),
    ...unknown('server', mentions.servers, servers, NO_SUCH),
    ...unknown('route', mentions.routes, routes, 'Write the server or chain that a route leads to.'),
    ...faultsOf(suite).flatMap((step) => unfit(step, plan)),
  ]);
}

const PROVES_NOTHING = 'A test of what does not exist would pass for the wrong reason.';
const NO_ISSUER = 'Write an issuer as it stands under `issuers` of the gateway.';
const NO_AGENT =
  'Declare the agent in the gateway; or, where it arrives with a token, under `agents` of this file.';
const NO_PROMPT = 'Name the prompt under `backends.SERVER.prompts`, by the name its server uses.';
const NO_RESOURCE =
  'Name its URI under `backends.SERVER.resources`, or a template under `backends.SERVER.resourceTemplates`.';
const NO_TEMPLATE = 'Name the template under `backends.SERVER.resourceTemplates`.';
const NO_SCOPE = 'Write a scope that an access rule asks for.';
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
      return finding(`unknown-${kind}`, range, {
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
    finding('unknown-argument', range, {
      message: `“${call.value}” has no argument “${argument}”.`,
      why: PROVES_NOTHING,
      help: near === undefined ? `It has ${names.join(', ')}.` : `Did you mean “${near}”?`,
    }),
  ];
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
          finding('fault', at.range, {
            message: `“${server.value}” has no address ${at.value}.`,
            help: count === 1 ? 'It has one: leave `address` out.' : `Its addresses are 0 to ${count - 1}.`,
          }),
        ]),
    ...(http === null
      ? []
      : [
          finding('fault', http.range, {
            message: `“${server.value}” is a process: it has no HTTP status.`,
            help: 'Write `kind: reset`: the process ends; or `kind: malformed`.',
          }),
        ]),
  ];
}
