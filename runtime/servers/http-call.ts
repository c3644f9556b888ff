// One call of a tool over Streamable HTTP. It is posted once; what comes back is told to the sink.
import type { Fields } from '../contract/http.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { BackendCall, BackendFailure, BackendSink } from '../contract/server.ts';
import { METHOD_NOT_FOUND } from '../protocol/errors.ts';
import { encodeHeaderValue } from '../protocol/headers.ts';
import { outbound } from '../protocol/outbound.ts';
import { answerProblem, cancelled, isHopError, isProgress } from './answers.ts';
import { broken, reset, timedOut } from './failure.ts';
import { type HttpSession, methodFields } from './http-connect.ts';
import { LINGER_MS, type Link, send, tell } from './http-link.ts';
import type { Receiver } from './http-receive.ts';
import { hasId } from './ids.ts';
import { replyTo } from './replies.ts';

/** Before a broken stream is taken up again, where the server names no time. */
const RESUME_MS = 1000;

/** What the backend around a call does for it. */
export interface CallContext {
  readonly link: Link;
  /** Sinks of calls that want progress, by token. */
  readonly tokens: Map<string, BackendSink>;
  /** The server is not what it was taken for: the next call connects anew. */
  lost(session: HttpSession, reason: string): void;
  /** Sends a call, not executed because its session was gone, on a new one; null when it has been. Returns what cancels it. */
  readonly resend: ((call: BackendCall, deadline: number, sink: BackendSink) => () => void) | null;
  /** The definition that the call was made from is out of date. */
  outdated(): void;
}

/** A call under way. */
interface Running {
  readonly context: CallContext;
  readonly session: HttpSession;
  readonly call: BackendCall;
  readonly sink: BackendSink;
  readonly deadline: number;
  /** Raw JSON; also its progress token. */
  readonly id: string;
  /** The last event's id: from there a legacy stream can be taken up again. */
  lastEvent: string;
  resumeMs: number;
  /** The sink has heard the end, or the call was cancelled. */
  settled: boolean;
  /** The HTTP exchange is over. */
  closed: boolean;
  /** Cancels the sending that took over from this one. */
  forward: (() => void) | null;
  stopTimer: () => void;
  abort: () => void;
}

const nothing = (): void => {};

/**
 * Sends one call.
 *
 * @param deadline `clock.monotonic()` by which it must be answered.
 * @returns what cancels it, telling the server; the sink hears nothing after that.
 */
export function sendCall(
  context: CallContext,
  session: HttpSession,
  call: BackendCall,
  deadline: number,
  sink: BackendSink,
): () => void {
  const { link } = context;
  // Written out, as below: spreading objects into one costs more than the rest of this function.
  const running: Running = {
    context,
    session,
    call,
    sink,
    deadline,
    id: link.nextId(),
    lastEvent: '',
    resumeMs: RESUME_MS,
    settled: false,
    closed: false,
    forward: null,
    stopTimer: nothing,
    abort: nothing,
  };
  running.stopTimer = link.clock.after(Math.max(0, deadline - link.clock.monotonic()), () => expire(running));
  if (call.message.progressToken !== null) context.tokens.set(running.id, sink);
  const body = callBody(running);
  running.abort = send(
    link,
    { method: 'POST', fields: callFields(session, call), body },
    receiverOf(running),
  );
  return () => cancel(running);
}

function callBody({ context, session, call, id }: Running): Uint8Array[] {
  const { identity } = context.link;
  return outbound(call.message, {
    era: session.era,
    id,
    tool: call.tool,
    progressToken: call.message.progressToken === null ? null : id,
    protocolVersion: identity.protocolVersion,
    clientInfo: identity.clientInfo,
    clientCapabilities: identity.clientCapabilities,
  });
}

function callFields(session: HttpSession, call: BackendCall): Fields {
  if (session.era === 'legacy') return session.post;
  let fields = session.named.get(call.tool);
  if (fields === undefined) {
    fields = [...methodFields(session.post, 'tools/call'), 'mcp-name', encodeHeaderValue(call.tool)];
    session.named.set(call.tool, fields);
  }
  return call.paramFields.length === 0 ? fields : [...fields, ...call.paramFields];
}

function receiverOf(running: Running): Receiver {
  return {
    message: (message) => took(running, message),
    mark(id, retryMs) {
      if (id !== '') running.lastEvent = id;
      if (retryMs !== null) running.resumeMs = retryMs;
    },
    ended: () => interrupted(running, reset('it ended the stream without an answer')),
    failed(failure, message) {
      if (failure.kind === 'reset') interrupted(running, failure);
      else refused(running, failure, message);
    },
    closed() {
      running.closed = true;
      if (running.settled) running.stopTimer();
    },
  };
}

function settle(running: Running): boolean {
  if (running.settled) return false;
  running.settled = true;
  running.stopTimer();
  if (running.call.message.progressToken !== null) running.context.tokens.delete(running.id);
  return true;
}

function fail(running: Running, failure: BackendFailure): void {
  if (settle(running)) running.sink.failed(failure);
}

function cancel(running: Running): void {
  if (running.forward !== null) running.forward();
  else if (settle(running)) quit(running);
}

function expire(running: Running): void {
  if (!settle(running)) return;
  quit(running);
  running.sink.failed(timedOut(running.call.timeoutMs, true));
}

/** Tells the server that nobody waits: by a notification, or in the modern era by closing the stream. */
function quit({ context, session, id, abort }: Running): void {
  if (session.era === 'legacy') tell(context.link, session.post, cancelled(id)).catch(nothing);
  abort();
}

/** One message of the response; false when it was the last that matters. */
function took(running: Running, message: ServerMessage): boolean {
  if (message.kind === 'notification') {
    if (running.call.message.progressToken !== null && isProgress(message, running.id))
      running.sink.notification(message);
    return true;
  }
  if (message.kind === 'request') return asked(running, message);
  answered(running, message);
  return false;
}

function answered(running: Running, message: ServerMessage): void {
  const { context, session, id, sink } = running;
  const problem = hasId(message, id)
    ? answerProblem(session.era, message)
    : broken('it answered another request');
  if (session.era === 'modern' && isHopError(message)) reconsider(context, session, message);
  if (problem !== null) {
    running.abort();
    fail(running, problem);
  } else if (settle(running)) {
    // Most streams end with the bytes that bring the answer: only the others are worth a timer.
    queueMicrotask(() => linger(running));
    sink.answer(message);
  }
}

/** The server takes this hop for outdated: its version, or its view of the tools. */
function reconsider(context: CallContext, session: HttpSession, message: ServerMessage): void {
  context.lost(session, `it answered with error ${message.errorCode}`);
  context.outdated();
}

function linger(running: Running): void {
  if (running.closed) return;
  running.stopTimer = running.context.link.clock.after(LINGER_MS, () => running.abort());
}

/** A request of the server; false when it may not make any. */
function asked(running: Running, message: ServerMessage): boolean {
  const { context, session } = running;
  const reply = session.era === 'legacy' ? replyTo(message) : null;
  if (reply !== null) {
    tell(context.link, session.post, reply).catch(nothing);
    return true;
  }
  running.abort();
  fail(
    running,
    broken(`it sent the request ${message.method}, which its version of the protocol does not have`),
  );
  return false;
}

function refused(running: Running, failure: BackendFailure, message: ServerMessage | null): void {
  const { context, session, call, deadline, sink } = running;
  if (message !== null && isAnswer(running, failure, message)) answered(running, message);
  else if (failure.status === 404 && session.id !== null) {
    context.lost(session, 'its session is gone');
    if (context.resend === null) fail(running, failure);
    else if (settle(running)) running.forward = context.resend(call, deadline, sink);
  } else {
    if (failure.kind === 'unreachable' || doubts(failure.status)) context.lost(session, failure.detail);
    fail(running, failure);
  }
}

/** Modern servers answer errors with 400 and 404. One that does not know `tools/call` is no modern server any more. */
function isAnswer({ session, id }: Running, { status }: BackendFailure, message: ServerMessage): boolean {
  const fit = session.era === 'modern' && (status === 400 || status === 404);
  return fit && message.errorCode !== METHOD_NOT_FOUND && hasId(message, id);
}

/** Statuses by which a server shows that it is not, or no longer, what it was taken for. */
function doubts(status: number | null): boolean {
  return status === 400 || status === 404 || status === 405 || status === 406;
}

/** Legacy streams that carried an event id are taken up again by GET; the call itself is never sent twice. */
function interrupted(running: Running, failure: BackendFailure): void {
  const { context, session, lastEvent, resumeMs } = running;
  if (session.era === 'modern' || lastEvent === '') fail(running, failure);
  else if (!running.settled)
    running.abort = context.link.clock.after(resumeMs, () => resume(running, lastEvent));
}

function resume(running: Running, since: string): void {
  const { context, session } = running;
  running.lastEvent = '';
  const fields = [...session.fields, 'accept', 'text/event-stream', 'last-event-id', since];
  const receiver: Receiver = {
    ...receiverOf(running),
    failed: (failure) => fail(running, { ...failure, begun: true }),
  };
  running.closed = false;
  running.abort = send(context.link, { method: 'GET', fields, body: null }, receiver);
}
