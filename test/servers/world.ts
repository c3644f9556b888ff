// A world for servers under test: real connections and children, recorded log, and what a call came to.
import { afterEach, beforeEach } from 'vitest';
import type { Clock, Environment } from '../../runtime/contract/environment.ts';
import type { ServerMessage } from '../../runtime/contract/message.ts';
import type { HttpTransportPlan, ServerPlan, StdioTransportPlan } from '../../runtime/contract/plan.ts';
import type { Backend, BackendCall, BackendFailure } from '../../runtime/contract/server.ts';
import type { BackendContext } from '../../runtime/contract/stages.ts';
import { redactor } from '../../runtime/gateway/redact.ts';
import { encode } from '../../runtime/protocol/bytes.ts';
import { scanClient } from '../../runtime/protocol/scan.ts';
import { httpBackend } from '../../runtime/servers/http.ts';
import { spawnChild } from '../../runtime/servers/spawn.ts';
import { stdioBackend } from '../../runtime/servers/stdio.ts';
import { createHttpClient, type HttpClientOptions } from '../../runtime/servers/undici.ts';
import {
  type BackendOptions,
  plainTools,
  type Backend as Scripted,
  startBackend,
} from '../backends/index.ts';

const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, fire) {
    const timer = setTimeout(fire, ms);
    return () => clearTimeout(timer);
  },
};

export interface World {
  readonly context: BackendContext;
  readonly log: string[];
  http(url: string, more?: Partial<HttpTransportPlan>, timeoutMs?: number): Backend;
  stdio(command: readonly string[], env?: StdioTransportPlan['env'], timeoutMs?: number): Backend;
  close(): Promise<void>;
}

/** A world with real timers, sockets and processes. `env` is all of the environment there is, beside PATH. */
export function realWorld(
  env: Readonly<Record<string, string>> = {},
  options: HttpClientOptions = {},
): World {
  const log: string[] = [];
  const http = createHttpClient(options);
  const known: Readonly<Record<string, string | undefined>> = { PATH: process.env.PATH, ...env };
  const environment: Environment = {
    env: (name) => known[name],
    readFile: () => '',
    clock: realClock,
    random: (count) => new Uint8Array(count),
    digest: () => '',
    http,
    spawn: spawnChild,
    sink: () => {},
    log: (line) => void log.push(line),
  };
  const value: BackendContext['value'] = (one) =>
    typeof one === 'string' ? one : 'env' in one ? (known[one.env] ?? '') : '';
  const context: BackendContext = {
    environment,
    value,
    redactor: (server) => redactor(server, value),
    gateway: { name: 'test-gateway', version: '0.0.1' },
  };
  const open: Backend[] = [];
  const keep = (backend: Backend): Backend => {
    open.push(backend);
    return backend;
  };
  return {
    context,
    log,
    http: (url, more = {}, timeoutMs = 5000) =>
      keep(
        httpBackend(
          serverPlan({ kind: 'http', url, hosts: [], credentials: {}, ...more }, timeoutMs),
          context,
        ),
      ),
    stdio: (command, env = {}, timeoutMs = 5000) =>
      keep(stdioBackend(serverPlan({ kind: 'stdio', command, env }, timeoutMs), context)),
    async close() {
      await Promise.all(open.map((backend) => backend.close()));
      await http.close();
    },
  };
}

export function serverPlan(transport: ServerPlan['transport'], timeoutMs = 5000): ServerPlan {
  return {
    name: 'under-test',
    place: 'gateway.yaml:7',
    transport,
    timeoutMs,
    offers: () => true,
    rename: {},
    labels: () => ({}),
  };
}

/** What a call came to. */
export interface Outcome {
  readonly answer: ServerMessage | null;
  readonly failure: BackendFailure | null;
  /** Notifications as text, in order. */
  readonly notifications: readonly string[];
  /** The answer as text. */
  readonly text: string;
}

/** A client's `tools/call`: raw arguments, and raw further members of `params`. */
export function toolCall(tool: string, args = '{}', more = '', timeoutMs = 5000): BackendCall {
  const json = `{"jsonrpc":"2.0","id":"client-1","method":"tools/call","params":{"name":"shown-${tool}","arguments":${args}${more}}}`;
  const message = scanClient(encode(json), { depth: 64 });
  if ('refused' in message) throw new Error(message.message);
  return { subject: tool, renamed: message.nameSpan, message, paramFields: [], timeoutMs };
}

/** Sends a call and waits for its end. */
export function run(backend: Backend, call: BackendCall): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const notifications: string[] = [];
    let ends = 0;
    const end = (answer: ServerMessage | null, failure: BackendFailure | null): void => {
      if (++ends > 1) reject(new Error('the sink heard two ends'));
      const text = answer === null ? '' : textOf(answer);
      // A turn later, so that a second end would be seen.
      setTimeout(() => resolve({ answer, failure, notifications, text }), 5);
    };
    backend.call(call, {
      notification: (message) => void notifications.push(textOf(message)),
      answer: (message) => end(message, null),
      failed: (failure) => end(null, failure),
    });
  });
}

export function textOf(message: ServerMessage): string {
  return Buffer.from(message.bytes).toString('utf8');
}

/** Waits until `holds`, or fails after `ms`. */
export async function until(holds: () => boolean, ms = 5000): Promise<void> {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it never came to hold');
    await new Promise((next) => setTimeout(next, 5));
  }
}

/** A world anew for each test, handed to `use`, and what starts scripted servers that end with it. */
export function eachScripted(use: (world: World) => void): (options: BackendOptions) => Promise<Scripted> {
  let world: World;
  const started: Scripted[] = [];
  beforeEach(() => {
    world = realWorld();
    use(world);
  });
  afterEach(async () => {
    await world.close();
    await Promise.all(started.splice(0).map((one) => one.stop()));
  });
  return async (options) => {
    const backend = await startBackend({ tools: plainTools, ...options });
    started.push(backend);
    return backend;
  };
}
