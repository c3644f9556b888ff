// A server over Streamable HTTP, of either era, as the gateway sees it.
import type { ServerMessage } from '../contract/message.ts';
import type { ServerPlan } from '../contract/plan.ts';
import type { Backend, BackendCall, BackendSink, ToolListing } from '../contract/server.ts';
import { BackendError } from '../contract/server.ts';
import type { BackendContext, BackendFactory } from '../contract/stages.ts';
import { request } from '../protocol/build.ts';
import { textOf } from '../protocol/bytes.ts';
import { METHOD_NOT_FOUND, UNSUPPORTED_PROTOCOL_VERSION } from '../protocol/errors.ts';
import { mirrorOf } from '../protocol/param-headers.ts';
import { resolveEndpoint } from './endpoint.ts';
import { timedOut, unreachable } from './failure.ts';
import { type CallContext, sendCall } from './http-call.ts';
import { type HttpSession, methodFields } from './http-connect.ts';
import { type Keep, keepSession } from './http-keep.ts';
import { AskError, ask, type Link } from './http-link.ts';
import { identityOf, metaOf } from './identity.ts';
import { type Ask, listAll } from './listing.ts';

interface Http {
  readonly link: Link;
  readonly keep: Keep;
  readonly changed: () => void;
  /** Sinks of calls that want progress, by token. */
  readonly tokens: Map<string, BackendSink>;
}

/** Makes the backend of a server with an HTTP transport. Nothing is sent before the first listing or call. */
export const httpBackend: BackendFactory = (server, context) => {
  const link = linkTo(server, context);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const tokens = new Map<string, BackendSink>();
  const keep = keepSession(link, { changed, notification: (message) => progress(tokens, message) });
  const http: Http = { link, keep, changed, tokens };
  const backend: Backend = {
    name: server.name,
    status: () => keep.status(),
    listTools: () => listTools(http),
    call: (call, sink) => start(http, call, link.clock.monotonic() + call.timeoutMs, sink, true),
    onToolsChanged: (listener) => void listeners.add(listener),
    close: () => keep.close(),
  };
  return backend;
};

function linkTo(server: ServerPlan, context: BackendContext): Link {
  const { transport } = server;
  if (transport.kind !== 'http') throw new Error(`server ${server.name} has no HTTP transport`);
  const { environment, gateway } = context;
  let lastId = 0;
  return {
    endpoint: resolveEndpoint(server, transport, context),
    http: environment.http,
    clock: environment.clock,
    timeoutMs: server.timeoutMs,
    identity: identityOf(gateway),
    nextId: () => String(++lastId),
  };
}

/** Servers of the legacy era may send progress on the stream that is for everything. */
function progress(tokens: ReadonlyMap<string, BackendSink>, message: ServerMessage): void {
  if (message.method !== 'notifications/progress' || message.progressToken === null) return;
  tokens.get(textOf(message.bytes, message.progressToken))?.notification(message);
}

/** A session that is gone is noticed at the first request in it: one more try, then. Nothing was executed. */
async function listTools(http: Http): Promise<ToolListing> {
  const session = await http.keep.connected(true);
  try {
    return await listIn(http, session);
  } catch (error) {
    if (http.keep.current() === session) throw error;
  }
  return listIn(http, await http.keep.connected(true));
}

function listIn(http: Http, session: HttpSession): Promise<ToolListing> {
  return listAll(askIn(http, session), session, mirrorOf);
}

function askIn({ link, keep }: Http, session: HttpSession): Ask {
  return async (method, params) => {
    const id = link.nextId();
    const modern = session.era === 'modern';
    const meta = modern ? `"_meta":${metaOf(link.identity)}` : '';
    const body = request(id, method, `{${meta}${meta !== '' && params !== '' ? ',' : ''}${params}}`);
    const fields = modern ? methodFields(session.post, method) : session.post;
    try {
      return (await ask(link, fields, body, id, link.timeoutMs)).message;
    } catch (error) {
      if (!(error instanceof AskError)) throw error;
      if (modern && error.answer !== null && !isOfAnotherEra(error.answer)) return error.answer;
      if (error.failure.kind !== 'timeout') keep.lost(session, error.failure.detail);
      throw error;
    }
  };
}

/** How a server that is no longer modern, or of another revision by now, refuses a modern request. */
function isOfAnotherEra({ errorCode }: ServerMessage): boolean {
  return errorCode === METHOD_NOT_FOUND || errorCode === UNSUPPORTED_PROTOCOL_VERSION;
}

/** Sends a call in the current session, or in one that is made first. `first`: it has not been sent before. */
function start(
  http: Http,
  call: BackendCall,
  deadline: number,
  sink: BackendSink,
  first: boolean,
): () => void {
  const session = http.keep.current();
  if (session === null) return connectFirst(http, call, deadline, sink, first);
  return sendCall(contextOf(http, first), session, call, deadline, sink);
}

function contextOf(http: Http, first: boolean): CallContext {
  return {
    link: http.link,
    tokens: http.tokens,
    lost(session, reason) {
      http.keep.lost(session, reason);
      http.changed();
    },
    resend: first ? (call, deadline, sink) => start(http, call, deadline, sink, false) : null,
    outdated: http.changed,
  };
}

function connectFirst(
  http: Http,
  call: BackendCall,
  deadline: number,
  sink: BackendSink,
  first: boolean,
): () => void {
  const { clock } = http.link;
  let cancel: (() => void) | null = null;
  const stopTimer = clock.after(Math.max(0, deadline - clock.monotonic()), () => {
    cancel = () => {};
    sink.failed(timedOut(call.timeoutMs, false));
  });
  http.keep.connected(false).then(
    (session) => {
      stopTimer();
      if (cancel === null) cancel = sendCall(contextOf(http, first), session, call, deadline, sink);
    },
    (error: unknown) => {
      stopTimer();
      if (cancel === null)
        sink.failed(error instanceof BackendError ? error.failure : unreachable(String(error)));
    },
  );
  return () => {
    stopTimer();
    if (cancel === null) cancel = () => {};
    else cancel();
  };
}
