// Connecting to an HTTP server: which era it speaks, and for the legacy one a session.
// Specification 2026-07-28, basic/transports/streamable-http, "Backward Compatibility"; 2025-11-25, basic/lifecycle.
import type { Fields } from '../contract/http.ts';
import type { ServerMessage } from '../contract/message.ts';
import { BackendError } from '../contract/server.ts';
import { notification, request } from '../protocol/build.ts';
import { MODERN } from '../protocol/versions.ts';
import { type Agreement, type Judgement, judgeDiscovery, judgeInitialize } from './era.ts';
import { broken } from './failure.ts';
import { AskError, type Asked, ask, type Link, POST_FIELDS, tell } from './http-link.ts';
import { field } from './http-receive.ts';
import { initializeParams, metaOf } from './identity.ts';

/** Milliseconds a server has to answer what it may not know. */
const PROBE_MS = 3000;

/** A server that answers, and how it is talked to from now on. */
export interface HttpSession extends Agreement {
  /** Legacy: the session's id, if the server gave one. */
  readonly id: string | null;
  /** Fields of every request in this session. */
  readonly fields: Fields;
  /** The same for a POST of any method; for the modern era `mcp-method` and `mcp-name` come on top. */
  readonly post: Fields;
  /** Modern: complete fields of a call, by the tool's name. */
  readonly named: Map<string, Fields>;
}

/**
 * Connects: `server/discover` first, `initialize` where the answer is not of the modern era.
 *
 * @throws BackendError
 */
export async function connect(link: Link): Promise<HttpSession> {
  const judged = await probe(link);
  if (judged === 'legacy') return initialize(link);
  if ('problem' in judged) throw new BackendError(broken(judged.problem, false));
  return session(link, judged, null);
}

function session(link: Link, agreement: Agreement, id: string | null): HttpSession {
  const fields = [...link.endpoint.fields, 'mcp-protocol-version', agreement.version];
  if (id !== null) fields.push('mcp-session-id', id);
  return { ...agreement, id, fields, post: [...POST_FIELDS, ...fields], named: new Map() };
}

/** Fields of a modern request without a name. */
export function methodFields(base: Fields, method: string): Fields {
  return [...base, 'mcp-method', method];
}

async function probe(link: Link): Promise<Judgement> {
  const id = link.nextId();
  const base = [...POST_FIELDS, ...link.endpoint.fields, 'mcp-protocol-version', MODERN];
  const body = request(id, 'server/discover', `{"_meta":${metaOf(link.identity)}}`);
  try {
    const fields = methodFields(base, 'server/discover');
    const answer = await ask(link, fields, body, id, Math.min(PROBE_MS, link.timeoutMs));
    return judgeDiscovery(answer.message);
  } catch (error) {
    return judgeDiscovery(refusalOf(error));
  }
}

/** The JSON-RPC answer within a refusal, or null. Nobody there at all is no judgement of the era. */
function refusalOf(error: unknown): ServerMessage | null {
  if (!(error instanceof AskError) || error.failure.kind === 'unreachable') throw error;
  return error.answer;
}

async function initialize(link: Link): Promise<HttpSession> {
  const id = link.nextId();
  const fields = [...POST_FIELDS, ...link.endpoint.fields];
  const asked = await ask(
    link,
    fields,
    request(id, 'initialize', initializeParams(link.identity)),
    id,
    link.timeoutMs,
  );
  const judged = judgeInitialize(asked.message);
  if ('problem' in judged) throw new BackendError(broken(judged.problem, false));
  const made = session(link, judged, sessionId(asked));
  await tell(link, made.post, notification('notifications/initialized', null));
  return made;
}

function sessionId({ fields }: Asked): string | null {
  const id = field(fields, 'mcp-session-id');
  if (id !== null && !/^[\x21-\x7e]{1,1024}$/.test(id))
    throw new BackendError(broken('its session id is not made of visible ASCII', false));
  return id;
}
