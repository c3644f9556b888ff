// What is decided from a request's head alone, cheapest first, before any byte of the body is read.
import type { Gateway } from '../contract/gateway.ts';
import type { Admission, Answer, RequestHead } from '../contract/http.ts';
import type { Agent, Authentication } from '../contract/identity.ts';
import { framingProblem, type HeadFields, isBadHead, readHead } from './head.ts';
import { health } from './health.ts';
import { acceptsBoth, isJson } from './media.ts';
import { type HostPolicy, hostPolicy } from './origin.ts';
import { type Refused, refuse } from './refuse.ts';
import type { Sessions } from './sessions.ts';

/** Who calls, and what the front read of the head. */
export interface Caller {
  readonly agent: Agent;
  readonly seen: HeadFields;
}

export type Admit = (head: RequestHead) => Admission<Caller> | Answer | Promise<Admission<Caller> | Answer>;

/** The head's gate: synchronous wherever authentication is. */
export function admitter(gateway: Gateway, sessions: Sessions, bodyBytes: number): Admit {
  const hosts = hostPolicy(gateway.plan.listen);
  const challenge = ['www-authenticate', `Bearer realm="${gateway.plan.name.replace(/["\\]/g, '')}"`];
  const enter = (head: RequestHead, seen: HeadFields, who: Authentication): Admission<Caller> | Answer => {
    if (who.agent === null) return refuse(gateway, head.peer, unauthenticated(who.reason, challenge));
    if (head.method === 'DELETE') return endSession(gateway, sessions, head, seen, who.agent);
    const problem = requestProblem(head, seen, bodyBytes);
    if (problem !== null) return refuse(gateway, head.peer, { ...problem, agent: who.agent });
    return { head, caller: { agent: who.agent, seen } };
  };
  return (head) => {
    const seen = readHead(head.fields);
    if (isBadHead(seen))
      return refuse(gateway, head.peer, { status: seen.status, message: capital(seen.reason) });
    const problem = originProblem(hosts, seen);
    if (problem !== null) return refuse(gateway, head.peer, problem);
    const path = pathOf(head.target);
    if (path !== gateway.plan.listen.path) {
      return (
        health(gateway, head, path) ??
        refuse(gateway, head.peer, { status: 404, message: 'There is nothing here.' })
      );
    }
    const outcome = gateway.authenticate(head.fields, head.target);
    return outcome instanceof Promise
      ? outcome.then((who) => enter(head, seen, who))
      : enter(head, seen, outcome);
  };
}

function originProblem(hosts: HostPolicy, seen: HeadFields): Refused | null {
  const framing = framingProblem(seen);
  if (framing !== null) return { status: 400, message: `The request is malformed: ${framing}.` };
  if (seen.host === null) return { status: 400, message: 'The Host header is missing.' };
  if (!hosts.hostAllowed(seen.host)) {
    return {
      status: 403,
      message: 'This Host is not served here.',
      reason: `Host ${seen.host} is not in listen.hosts`,
    };
  }
  if (seen.origin !== null && !hosts.originAllowed(seen.origin, seen.host)) {
    const reason = `Origin ${seen.origin} is not in listen.origins`;
    return { status: 403, message: 'This Origin is not allowed.', reason };
  }
  return null;
}

function requestProblem(head: RequestHead, seen: HeadFields, bodyBytes: number): Refused | null {
  if (head.method !== 'POST') {
    return { status: 405, message: 'Use POST here.', fields: ['allow', 'POST, DELETE'] };
  }
  if (!isJson(seen.contentType)) return { status: 415, message: 'Content-Type must be application/json.' };
  if (!acceptsBoth(seen.accept)) {
    return { status: 406, message: 'Accept must list both application/json and text/event-stream.' };
  }
  if (seen.contentLength !== null && Number(seen.contentLength) > bodyBytes) {
    return { status: 413, message: `The body is larger than ${bodyBytes} bytes.` };
  }
  return null;
}

/** Ends a legacy session (2025-11-25, Session Management, 5). */
function endSession(
  gateway: Gateway,
  sessions: Sessions,
  head: RequestHead,
  seen: HeadFields,
  agent: Agent,
): Answer {
  if (seen.sessionId === null) {
    return refuse(gateway, head.peer, { status: 400, message: 'Mcp-Session-Id is missing.', agent });
  }
  const session = sessions.open(seen.sessionId, agent);
  if (session === null)
    return refuse(gateway, head.peer, { status: 404, message: 'There is no such session.', agent });
  sessions.end(seen.sessionId, session);
  return { status: 204, fields: [], body: '' };
}

function unauthenticated(reason: string, fields: readonly string[]): Refused {
  return {
    status: 401,
    message: 'Authentication is required.',
    reason: `credential ${reason}`,
    fields,
    decision: 'unauthenticated',
    stage: 'authenticate',
  };
}

function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query < 0 ? target : target.slice(0, query);
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
