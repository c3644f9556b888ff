// /healthz: the process serves. /readyz: the gateway can do its work; agents that proved themselves see more.
import type { Gateway, Readiness } from '../contract/gateway.ts';
import type { Answer, RequestHead } from '../contract/http.ts';
import { encode } from '../protocol/bytes.ts';
import { JSON_FIELDS, type Refuse } from './refuse.ts';

/** The answer of any path but the gateway's own. */
export async function health(
  gateway: Gateway,
  refuse: Refuse,
  head: RequestHead,
  path: string,
): Promise<Answer> {
  if (path !== '/healthz' && path !== '/readyz') return refuse(head.peer, { status: 404 });
  if (head.method !== 'GET' && head.method !== 'HEAD') {
    return refuse(head.peer, { status: 405, fields: ['allow', 'GET, HEAD'] });
  }
  if (path === '/healthz') return answer(200, { state: 'up' });
  const { ready, draining, servers } = gateway.readiness();
  const state = ready ? 'ready' : draining ? 'draining' : 'starting';
  const { agent } = await gateway.authenticate(head.fields, head.target);
  const proven = agent !== null && agent.method !== 'anonymous';
  return answer(ready ? 200 : 503, { state, servers: proven ? statesOf(servers) : undefined });
}

/** States and counts only: a reason may name inner addresses, a tool may be hidden from this agent. */
function statesOf(servers: Readiness['servers']): object {
  const states = Object.entries(servers).map(([name, { state, tools, stale }]) => [
    name,
    { state, tools, stale },
  ]);
  return Object.fromEntries(states);
}

function answer(status: number, body: object): Answer {
  return { status, fields: JSON_FIELDS, body: [encode(JSON.stringify(body))] };
}
