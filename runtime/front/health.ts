// /healthz: the process serves. /readyz: the gateway can do its work; agents that proved themselves see how many servers can,
// of how many the lists are old because they could not be read again, and how much of what they offer is hidden or not as it was
// reviewed.
import { after } from '../contract/after.ts';
import type { Gateway, Readiness } from '../contract/gateway.ts';
import type { Answer, RequestHead } from '../contract/http.ts';
import { encode } from '../protocol/bytes.ts';
import { JSON_FIELDS, type Refuse } from './refuse.ts';

/** The answer of any path but the gateway's own. */
export function health(
  gateway: Gateway,
  refuse: Refuse,
  head: RequestHead,
  path: string,
): Answer | Promise<Answer> {
  if (path !== '/healthz' && path !== '/readyz') return refuse(head.peer, { status: 404 });
  if (head.method !== 'GET' && head.method !== 'HEAD') {
    return refuse(head.peer, { status: 405, fields: ['allow', 'GET, HEAD'] });
  }
  if (path === '/healthz') return answer(200, { state: 'up' });
  const { ready, draining, servers, hidden, drifted, breakers } = gateway.readiness();
  const state = ready ? 'ready' : draining ? 'draining' : 'starting';
  return after(gateway.authenticate(head.fields, head.target), ({ agent }) => {
    const proven = agent !== null && agent.method !== 'anonymous';
    const known = {
      servers: countsOf(servers),
      hidden: hidden.length,
      drifted,
      breakers: breakers && Object.values(breakers),
    };
    return answer(ready ? 200 : 503, proven ? { state, ...known } : { state });
  });
}

/** Servers by state, without names: an agent may see no tool of some. The log tells the operator of each. */
function countsOf(servers: Readiness['servers']): object {
  const counts = { up: 0, starting: 0, down: 0, stale: 0 };
  for (const { state, stale } of Object.values(servers)) {
    counts[state]++;
    counts.stale += Number(stale);
  }
  return counts;
}

function answer(status: number, body: object): Answer {
  return { status, fields: JSON_FIELDS, body: [encode(JSON.stringify(body))] };
}
