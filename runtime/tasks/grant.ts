// Whether the policy grants the call that began a task: the one that did goes on to, another one judges it anew, as far as
// its arguments are known. What cannot be judged is not granted.
import type { Verdict } from '../contract/access.ts';
import type { CatalogItem } from '../contract/catalog.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import type { Agent } from '../contract/identity.ts';
import type { ClientMessage } from '../contract/message.ts';
import type { Grant, TaskOf } from '../contract/tasks.ts';
import { denied, type Refusal } from '../gateway/answers.ts';
import type { Core } from '../gateway/core.ts';
import { encode, textOf } from '../protocol/bytes.ts';
import { scanClient } from '../protocol/scan.ts';
import { noTask, UNJUDGED } from './answers.ts';

/** Bytes of arguments that an id holds: clients carry it in a header field, too. */
const MOST_ARGS = 1024;
const HASH = 16;

export interface Asking {
  readonly core: Pick<Core, 'plan' | 'facts' | 'environment'>;
  readonly request: GatewayRequest;
}

export function grantOf({ core, request }: Asking): Grant {
  const { bytes, args } = request.message;
  const held = args === null || args.end - args.start <= MOST_ARGS;
  return {
    policy: grantedBy(core, request.agent),
    args: held ? (args === null ? '{}' : textOf(bytes, args)) : null,
  };
}

/** Why the agent may not ask about its task any more; null where it may. */
export function ungranted(asking: Asking, item: CatalogItem, task: TaskOf): Refusal | null {
  const { agent } = asking.request;
  if (!item.judge.visible(agent)) return noTask('visible');
  const lacking = item.judge.lacks?.(agent) ?? null;
  if (lacking !== null) return unless(lacking, item);
  if (task.policy === grantedBy(asking.core, agent)) return null;
  if (task.args === null)
    return noTask('access', 'something else granted the call, and its arguments are not in the id', UNJUDGED);
  const { verdict, granted } = judged(asking, item, task.args);
  return granted ? null : unless(verdict, item);
}

function judged({ core, request }: Asking, item: CatalogItem, args: string) {
  const facts = core.facts({ ...request, message: callOf(item, args) }, core.environment.clock);
  const verdict = item.judge.decide(request.agent, facts);
  return { verdict, granted: verdict.allowed && facts.readable };
}

/** Not granted, unless a scope is all that is missing. */
function unless(verdict: Verdict, { subject }: CatalogItem): Refusal {
  const { rule, place, challenge } = verdict;
  if (challenge) return denied(verdict, subject);
  return { ...noTask('access', 'the policy does not grant the call that began the task'), rule, place };
}

/** The call as it was judged, but for what was in its request beside arguments. */
function callOf({ original }: CatalogItem, args: string): ClientMessage {
  const name = JSON.stringify(original);
  const json = `{"jsonrpc":"2.0","id":0,"method":"tools/call","params":{"name":${name},"arguments":${args}}}`;
  return scanClient(encode(json), { depth: 64 }) as ClientMessage;
}

/** What granted it: the policy, and of a token what it says of its agent, but for what each token has of its own. */
function grantedBy({ plan, environment }: Asking['core'], { method, claims, ...agent }: Agent): string {
  const { hash } = plan.policy;
  if (method !== 'token') return hash.slice(0, HASH);
  const { exp: _exp, nbf: _nbf, iat: _iat, jti: _jti, ...says } = claims;
  const { team, roles, scopes } = agent;
  return environment.digest(JSON.stringify([hash, team, roles, scopes, says])).slice(0, HASH);
}
