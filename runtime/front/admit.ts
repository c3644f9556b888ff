// What is decided from a request's head alone, cheapest first, before any byte of the body is read.
import { after } from '../contract/after.ts';
import type { Gateway } from '../contract/gateway.ts';
import type { Answer, Bounds, Cors, Decision, Front, Page, RequestHead } from '../contract/http.ts';
import type { Agent, Authentication } from '../contract/identity.ts';
import { isLegacy } from '../protocol/versions.ts';
import { isFramed, readHead, type Seen } from './head.ts';
import { health } from './health.ts';
import { acceptsBoth, acceptsEvents, EVENTS, isJson } from './media.ts';
import { originPolicy } from './origin.ts';
import type { Refuse, Refused } from './refuse.ts';
import type { Sessions } from './sessions.ts';

/** Who calls, and what the front read of the head. */
export interface Caller {
  readonly agent: Agent;
  readonly seen: Seen;
}

const ENDED: Answer = { status: 204, fields: [], body: [] };

/** The head's gate. */
export function admitter(
  gateway: Gateway,
  sessions: Sessions,
  refuse: Refuse,
  { bodyBytes }: Bounds,
  { cors, page }: { readonly cors?: Cors; readonly page?: Page },
): Front<Caller>['admit'] {
  const { listen } = gateway.plan;
  const allow = gateway.streams === null ? 'POST, DELETE' : 'GET, POST, DELETE';
  const originProblem = originPolicy(listen);
  const identified = (head: RequestHead, seen: Seen, who: Authentication): Decision<Caller> => {
    if (who.agent === null) return refuse(head.peer, { ...UNAUTHENTICATED, ...who });
    const { agent } = who;
    // Sessions and their streams are of the legacy era alone.
    const legacy = isLegacy(seen['mcp-protocol-version']);
    const ends = head.method === 'DELETE' && legacy;
    const gets = head.method === 'GET' && legacy && gateway.streams !== null;
    const refused = ends
      ? sessions.end(seen, agent)
      : gets
        ? streamProblem(seen)
        : requestProblem(head, seen, bodyBytes, allow);
    if (refused !== null) return refuse(head.peer, { ...refused, agent });
    return ends ? ENDED : { head, caller: { agent, seen } };
  };
  return (head) => {
    const seen = readHead(head.fields);
    if ('status' in seen) return refuse(head.peer, seen);
    const problem = isFramed(seen) ? originProblem(seen) : { status: 400 };
    if (problem !== null) return refuse(head.peer, problem);
    const permission = cors?.preflight(listen.origins, head);
    if (permission) return permission;
    const path = head.target.split('?', 1)[0]!;
    if (path !== listen.path) return page?.(head, path) ?? health(gateway, refuse, head, path);
    const who = gateway.authenticate(head.fields, head.target);
    return after(who, (known) => identified(head, seen, known));
  };
}

const UNAUTHENTICATED = { status: 401, decision: 'unauthenticated', stage: 'authenticate' } as const;

/** A GET is for events (2025-11-25, basic/transports, "Listening for Messages from the Server"). */
function streamProblem(seen: Seen): Refused | null {
  return acceptsEvents(seen.accept) ? null : { status: 406, message: `Accept must list ${EVENTS}.` };
}

function requestProblem(
  { method }: RequestHead,
  seen: Seen,
  bodyBytes: number,
  allow: string,
): Refused | null {
  if (method !== 'POST') return { status: 405, fields: ['allow', allow] };
  if (!isJson(seen['content-type'])) return { status: 415 };
  if (!acceptsBoth(seen.accept)) return { status: 406 };
  return Number(seen['content-length'] ?? 0) > bodyBytes ? { status: 413 } : null;
}
