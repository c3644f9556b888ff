// A gateway of real stages over scripted backends, in memory: what each stage makes of a call.
import { accessStage } from '../../runtime/access/index.ts';
import { keyAgents } from '../../runtime/agents/keys.ts';
import { catalogStage } from '../../runtime/catalog/index.ts';
import type { AuditRecord } from '../../runtime/contract/audit.ts';
import type { Environment } from '../../runtime/contract/environment.ts';
import type { Gateway } from '../../runtime/contract/gateway.ts';
import type { Fields } from '../../runtime/contract/http.ts';
import type { Agent } from '../../runtime/contract/identity.ts';
import type { ClientMessage, Era } from '../../runtime/contract/message.ts';
import type { AccessRulePlan, LimitPlan, Plan, ServerPlan } from '../../runtime/contract/plan.ts';
import type { Backend, BackendCall, BackendSink, Mirror } from '../../runtime/contract/server.ts';
import type { BackendFactory } from '../../runtime/contract/stages.ts';
import { callFacts } from '../../runtime/gateway/facts.ts';
import { resolveValues } from '../../runtime/gateway/values.ts';
import { createGateway } from '../../runtime/gateway.ts';
import { limitStage } from '../../runtime/limits/index.ts';
import { concat, decode, encode } from '../../runtime/protocol/bytes.ts';
import { mirrorOf } from '../../runtime/protocol/param-headers.ts';
import { scanClient } from '../../runtime/protocol/scan-client.ts';
import { memoryState } from '../../runtime/state/memory.ts';
import { type FakeTime, fakeBackend, fakeTime, serverPlan, settled } from '../catalog/fakes.ts';
import { agent } from './facts.ts';

/** What the one backend does with a call. Returns what cancels it. */
export type Script = (call: BackendCall, sink: BackendSink) => unknown;

export interface Options {
  readonly access?: readonly AccessRulePlan[];
  readonly limits?: readonly LimitPlan[];
  readonly script?: Script;
  readonly servers?: readonly ServerPlan[];
  readonly environment?: Partial<Environment>;
  /** Servers that cannot be listed, and servers that never answer. */
  readonly down?: readonly string[];
  readonly silent?: readonly string[];
  /** The input schema of every tool. */
  readonly inputSchema?: unknown;
}

export interface World {
  readonly gateway: Gateway;
  readonly time: FakeTime;
  readonly audit: AuditRecord[];
  readonly calls: BackendCall[];
  readonly log: string[];
  /** Sends one message; resolves when it is answered. */
  ask(method: string, params?: unknown, more?: Partial<Ask>): Promise<Answered>;
  /** Sends one message and does not wait: what was answered so far, and what cancels it. */
  send(
    method: string,
    params?: unknown,
    more?: Partial<Ask>,
  ): { answered: Answered[]; notified: string[]; cancel(): void };
}

interface Ask {
  readonly era: Era;
  readonly agent: Agent;
  readonly fields: Fields;
  readonly id: string;
}

export interface Answered {
  readonly status: number;
  readonly fields: Fields;
  readonly body: Record<string, never> & {
    result?: never;
    error?: { code: number; message: string; data: never };
  };
}

const TOOLS = ['{"name":"search","annotations":{"readOnlyHint":true}}', '{"name":"refund"}'];

export async function open(options: Options = {}): Promise<World> {
  const time = fakeTime();
  const audit: AuditRecord[] = [];
  const calls: BackendCall[] = [];
  const log: string[] = [];
  const script: Script = options.script ?? ((_call, sink) => sink.answer(result('{"content":[]}')));
  const http: BackendFactory = (server, context) => backendOf(server, script, calls, options, context.value);
  const gateway = createGateway(
    planOf(options),
    {
      agents: keyAgents,
      access: accessStage,
      facts: callFacts,
      values: resolveValues,
      ...(options.limits ? { limits: limitStage, state: memoryState } : {}),
      servers: { http },
      catalog: catalogStage,
      audit: () => (record) => audit.push(record),
    },
    environmentOf(time, log, options.environment),
  );
  gateway.start();
  await settled();
  const send: World['send'] = (method, params, more = {}) => sendTo(gateway, method, params, more);
  const ask: World['ask'] = async (method, params, more) => {
    const { answered } = send(method, params, more);
    for (let tries = 0; tries < 50 && answered.length === 0; tries++) await settled();
    if (answered.length !== 1) throw new Error(`answered ${answered.length} times`);
    return answered[0]!;
  };
  return { gateway, time, audit, calls, log, ask, send };
}

function backendOf(
  server: ServerPlan,
  script: Script,
  calls: BackendCall[],
  options: Options,
  value: (value: never) => string,
): Backend {
  if (server.transport.kind === 'http') value(server.transport.url as never);
  const { down = [], silent = [] } = options;
  const next = down.includes(server.name) ? new Error('down') : silent.includes(server.name) ? null : TOOLS;
  const lists = fakeBackend(server.name, next);
  return {
    ...lists,
    list: async () => {
      const listing = await lists.list();
      return {
        ...listing,
        tools: listing.tools.map((tool) => ({
          ...tool,
          mirror: mirrorOf(options.inputSchema) as Mirror | null,
        })),
      };
    },
    call: (call, sink) => {
      calls.push(call);
      const cancel = script(call, sink);
      return typeof cancel === 'function' ? () => cancel() : () => {};
    },
  };
}

function planOf(options: Options): Plan {
  return {
    name: 'test',
    policy: { hash: 'ab'.repeat(32), compiler: '0.0.0' },
    listen: { host: '127.0.0.1', port: 0, path: '/mcp', hosts: [], origins: [] },
    agents: [],
    anonymous: null,
    servers: options.servers ?? [serverPlan('crm')],
    catalog: { name: (server, tool) => `${server}__${tool}`, alias: {} },
    access: options.access ?? [],
    limits: options.limits ?? [],
  };
}

function environmentOf(time: FakeTime, log: string[], changed: Partial<Environment> = {}): Environment {
  return {
    env: () => undefined,
    readFile: () => {
      throw new Error('no such file');
    },
    clock: time.clock,
    random: (count) => new Uint8Array(count).fill(7),
    digest: (text) => text,
    http: { request: () => () => {}, close: async () => {} },
    spawn: () => {
      throw new Error('no processes here');
    },
    sink: () => {},
    log: (line) => log.push(line),
    ...changed,
  };
}

function sendTo(gateway: Gateway, method: string, params: unknown, more: Partial<Ask>) {
  const answered: Answered[] = [];
  const notified: string[] = [];
  const { era = 'modern', id = '1', fields = [] } = more;
  const text = `{"jsonrpc":"2.0","id":${id},"method":"${method}"${params === undefined ? '' : `,"params":${typeof params === 'string' ? params : JSON.stringify(params)}`}}`;
  const message = scanClient(encode(text), { depth: 64 });
  if ('refused' in message) throw new Error(message.message);
  const cancel = gateway.handle(
    {
      agent: more.agent ?? agent(),
      message: message as ClientMessage,
      era,
      protocolVersion: era === 'modern' ? '2026-07-28' : '2025-11-25',
      head: { method: 'POST', target: '/mcp', fields, peer: '127.0.0.1' },
      session: null,
      received: gateway.environment.clock.monotonic(),
    },
    {
      notification: (json) => notified.push(decode(concat(json))),
      answer: (status, json, out) =>
        answered.push({ status, fields: out, body: JSON.parse(decode(concat(json))) }),
    },
  );
  return { answered, notified, cancel };
}

/** A backend's result, as its transport would hand it over. */
export function result(json: string): Parameters<BackendSink['answer']>[0] {
  const bytes = encode(`{"jsonrpc":"2.0","id":77,"result":${json}}`);
  const start = bytes.length - json.length - 1;
  return {
    bytes,
    cut: null,
    kind: 'result',
    id: { start: 22, end: 24 },
    method: '',
    params: null,
    result: { start, end: bytes.length - 1 },
    error: null,
    isError: JSON.parse(json).isError === true,
    resultType: JSON.parse(json).resultType ?? null,
    progressToken: null,
    errorCode: null,
  };
}
