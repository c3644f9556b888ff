// A server as a child process that speaks over its standard streams, as the gateway sees it.
import type { ServerPlan } from '../contract/plan.ts';
import type { Backend, BackendCall, BackendFailure, BackendSink, ToolListing } from '../contract/server.ts';
import { BackendError } from '../contract/server.ts';
import type { BackendContext, BackendFactory } from '../contract/stages.ts';
import type { ModernIdentity } from '../protocol/build.ts';
import { outbound } from '../protocol/outbound.ts';
import { answerProblem, cancelled } from './answers.ts';
import { childEnvironment } from './child-environment.ts';
import { createChildLog } from './child-log.ts';
import { timedOut, unreachable } from './failure.ts';
import { identityOf, metaOf } from './identity.ts';
import { type Ask, listAll } from './listing.ts';
import { keepChild, type Ready, type StdioKeep } from './stdio-keep.ts';

interface Stdio {
  readonly keep: StdioKeep;
  readonly identity: ModernIdentity;
  readonly clock: BackendContext['environment']['clock'];
  readonly timeoutMs: number;
}

/** Makes the backend of a server with a stdio transport. Its child is started by the first listing or call. */
export const stdioBackend: BackendFactory = (server, context) => {
  const listeners = new Set<() => void>();
  const stdio = open(server, context, () => {
    for (const listener of listeners) listener();
  });
  const backend: Backend = {
    name: server.name,
    status: () => stdio.keep.status(),
    listTools: () => listTools(stdio),
    call: (call, sink) => start(stdio, call, sink),
    onToolsChanged: (listener) => void listeners.add(listener),
    close: () => stdio.keep.close(),
  };
  return backend;
};

function open(server: ServerPlan, context: BackendContext, changed: () => void): Stdio {
  const { transport, name, timeoutMs } = server;
  if (transport.kind !== 'stdio') throw new Error(`server ${name} has no stdio transport`);
  const { clock, log, spawn } = context.environment;
  const identity = identityOf(context.gateway);
  const keep = keepChild({
    ...{ spawn, clock, identity, changed, command: transport.command },
    env: childEnvironment(server, transport, context),
    log: createChildLog(name, clock, log),
    tell: (line) => log(`server ${name}: ${line}`),
  });
  return { keep, identity, clock, timeoutMs };
}

async function listTools(stdio: Stdio): Promise<ToolListing> {
  const ready = await stdio.keep.ready();
  return listAll(askIn(stdio, ready), ready.agreement, null);
}

function askIn({ identity, timeoutMs }: Stdio, { channel, agreement }: Ready): Ask {
  const meta = agreement.era === 'modern' ? `"_meta":${metaOf(identity)}` : '';
  return (method, params) =>
    channel.ask(method, `{${meta}${meta !== '' && params !== '' ? ',' : ''}${params}}`, timeoutMs);
}

/** Sends a call to the child, once it is ready. */
function start(stdio: Stdio, call: BackendCall, sink: BackendSink): () => void {
  const running: Running = { stdio, call, sink, ready: null, id: 0, settled: false, stopTimer: () => {} };
  running.stopTimer = stdio.clock.after(call.timeoutMs, () => expire(running));
  const ready = stdio.keep.current();
  if (ready !== null) send(running, ready);
  else
    stdio.keep.ready().then(
      (made) => send(running, made),
      (error: unknown) =>
        fail(running, error instanceof BackendError ? error.failure : unreachable(String(error))),
    );
  return () => {
    if (settle(running)) quit(running);
  };
}

/** A call under way. */
interface Running {
  readonly stdio: Stdio;
  readonly call: BackendCall;
  readonly sink: BackendSink;
  /** The child it was sent to, or null as long as it was not. */
  ready: Ready | null;
  id: number;
  settled: boolean;
  stopTimer: () => void;
}

function send(running: Running, ready: Ready): void {
  if (running.settled) return;
  const { call, sink } = running;
  const { channel, agreement } = ready;
  const { message, tool } = call;
  running.ready = ready;
  running.id = channel.nextId();
  const id = String(running.id);
  const progressToken = message.progressToken === null ? null : id;
  channel.wait(running.id, {
    answer(answer) {
      const problem = answerProblem(agreement.era, answer);
      if (problem !== null) fail(running, problem);
      else if (settle(running)) sink.answer(answer);
    },
    progress: progressToken === null ? null : (notification) => sink.notification(notification),
    failed: (failure) => fail(running, failure),
  });
  const { protocolVersion, clientInfo, clientCapabilities } = running.stdio.identity;
  const hop = {
    era: agreement.era,
    id,
    tool,
    progressToken,
    protocolVersion,
    clientInfo,
    clientCapabilities,
  };
  if (channel.write(outbound(message, hop))) return;
  channel.forget(running.id);
  fail(running, unreachable('it does not read its input'));
}

function settle(running: Running): boolean {
  if (running.settled) return false;
  running.settled = true;
  running.stopTimer();
  return true;
}

function fail(running: Running, failure: BackendFailure): void {
  if (settle(running)) running.sink.failed(failure);
}

function expire(running: Running): void {
  if (!settle(running)) return;
  quit(running);
  running.sink.failed(timedOut(running.call.timeoutMs, running.ready !== null));
}

/** Tells the child that nobody waits. */
function quit({ ready, id }: Running): void {
  if (ready?.channel.forget(id)) ready.channel.write([cancelled(String(id))]);
}
