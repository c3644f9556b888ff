// /healthz: the process serves. /readyz: the gateway can do its work; agents that proved themselves see more.
import type { Gateway, Readiness } from '../contract/gateway.ts';
import type { Answer, RequestHead } from '../contract/http.ts';
import type { Authentication } from '../contract/identity.ts';
import { JSON_FIELDS, refuse } from './refuse.ts';

/** The answer of a health path, or null for any other. */
export function health(gateway: Gateway, head: RequestHead, path: string): Answer | Promise<Answer> | null {
  if (path !== '/healthz' && path !== '/readyz') return null;
  if (head.method !== 'GET' && head.method !== 'HEAD') {
    return refuse(gateway, head.peer, {
      status: 405,
      message: 'Use GET here.',
      fields: ['allow', 'GET, HEAD'],
    });
  }
  return path === '/healthz' ? answer(200, { state: 'up' }) : ready(gateway, head);
}

function ready(gateway: Gateway, head: RequestHead): Answer | Promise<Answer> {
  const readiness = gateway.readiness();
  const state = readiness.draining ? 'draining' : readiness.ready ? 'ready' : 'starting';
  const status = readiness.ready && !readiness.draining ? 200 : 503;
  const show = (who: Authentication): Answer =>
    answer(status, isProven(who) ? { state, servers: serversOf(readiness) } : { state });
  const outcome = gateway.authenticate(head.fields, head.target);
  return outcome instanceof Promise ? outcome.then(show) : show(outcome);
}

function isProven(who: Authentication): boolean {
  return who.agent !== null && who.agent.method !== 'anonymous';
}

/** States and counts only: a reason may name inner addresses, a tool may be hidden from this agent. */
function serversOf(readiness: Readiness): Record<string, unknown> {
  const servers = Object.entries(readiness.servers);
  return Object.fromEntries(
    servers.map(([name, { state, tools, stale }]) => [name, { state, tools, stale }]),
  );
}

function answer(status: number, body: unknown): Answer {
  return { status, fields: JSON_FIELDS, body: JSON.stringify(body) };
}
