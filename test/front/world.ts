// A small but real Gateway for the front's tests: it answers a few methods and keeps what it was asked.

import { createHash, randomBytes } from 'node:crypto';
import { keyAgents } from '../../runtime/agents/keys.ts';
import type { Environment } from '../../runtime/contract/environment.ts';
import type { Gateway, GatewayRequest, Refusal, Reply } from '../../runtime/contract/gateway.ts';
import type { AgentPlan, ListenPlan, Plan } from '../../runtime/contract/plan.ts';
import { newSessions } from '../../runtime/front/sessions.ts';

export const ANN_KEY = 'mcpgw_ann_0123456789abcdef';
export const GUEST_KEY = 'mcpgw_guest_0123456789abcd';
export const BOB_KEY = 'mcpgw_bob_0123456789abcdef';

const encoder = new TextEncoder();
const bytes = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const agent = (name: string, keys: readonly string[]): AgentPlan => ({
  name,
  place: 'gateway.yaml:1',
  team: `${name}-team`,
  roles: ['reader'],
  labels: { tier: 'internal' },
  keys: keys.map(sha256),
});

export function testPlan(listen: Partial<ListenPlan> = {}, anonymous: string | null = null): Plan {
  return {
    name: 'acme',
    policy: { hash: 'f'.repeat(64), compiler: '0.1.0' },
    listen: { host: '127.0.0.1', port: 0, path: '/mcp', hosts: [], origins: [], ...listen },
    agents: [agent('ann', [ANN_KEY]), agent('bob', [BOB_KEY]), agent('guest', [GUEST_KEY, 'short'])],
    anonymous,
    servers: [],
    catalog: { name: (server, tool) => `${server}__${tool}`, alias: {} },
    access: [],
    limits: [],
  };
}

export interface TestClock {
  now: number;
}

export function testEnvironment(clock: TestClock, logs: string[]): Environment {
  const unused = (): never => {
    throw new Error('not part of this test');
  };
  return {
    env: () => undefined,
    readFile: unused,
    clock: {
      now: () => clock.now,
      monotonic: () => clock.now,
      after: (ms, fire) => {
        const timer = setTimeout(fire, ms);
        return () => clearTimeout(timer);
      },
    },
    random: (count) => randomBytes(count),
    digest: sha256,
    http: { request: unused, close: async () => {} },
    spawn: unused,
    sink: unused,
    log: (line) => void logs.push(line),
  };
}

export interface TestGateway {
  readonly gateway: Gateway;
  readonly clock: TestClock;
  readonly refusals: Refusal[];
  readonly requests: GatewayRequest[];
  /** Ids (raw JSON) of requests that were cancelled. */
  readonly cancelled: string[];
  readonly logs: string[];
  /** Replies of `hang`, by raw id, to be answered by the test. */
  readonly hanging: Map<string, Reply>;
  ready: boolean;
}

export function testGateway(plan: Plan = testPlan()): TestGateway {
  const logs: string[] = [];
  const clock = { now: 1_800_000_000_000 };
  const environment = testEnvironment(clock, logs);
  const authenticator = keyAgents(plan, environment);
  const sessions = newSessions(environment.random);
  const world: TestGateway = {
    clock,
    logs,
    refusals: [],
    requests: [],
    cancelled: [],
    hanging: new Map(),
    ready: true,
    gateway: {
      plan,
      environment,
      store: null,
      trials: null,
      sealKeys: [sessions.sealKey],
      sessions,
      streams: null,
      authenticate: (fields, target) => authenticator.authenticate(fields, target),
      handle: (request, reply) => handle(world, request, reply),
      respond: () => {},
      refused: (refusal) => `ref-${world.refusals.push(refusal)}`,
      readiness: () => ({
        ready: world.ready,
        draining: false,
        servers: {
          crm: { state: 'down', reason: 'connect https://crm.internal refused', tools: 3, stale: true },
        },
        hidden: ['one', 'two'].map((server) => ({
          kind: 'tools',
          name: 'same',
          server,
          reason: 'of one name',
        })),
      }),
      start: async () => {},
      drain: async () => {},
      close: async () => {},
    },
  };
  return world;
}

function handle(world: TestGateway, request: GatewayRequest, reply: Reply): () => void {
  world.requests.push(request);
  const { message } = request;
  const id = new TextDecoder().decode(message.bytes.subarray(message.id!.start, message.id!.end));
  const result = (value: unknown): Uint8Array[] => [
    bytes({ jsonrpc: '2.0', id: JSON.parse(id), result: value }),
  ];
  const progress = bytes({
    jsonrpc: '2.0',
    method: 'notifications/progress',
    params: { progressToken: 1, progress: 1 },
  });
  switch (message.name ?? message.method) {
    case 'initialize':
      reply.answer(200, result({ protocolVersion: request.protocolVersion }), []);
      break;
    case 'refused-initialize':
      reply.answer(
        200,
        [bytes({ jsonrpc: '2.0', id: JSON.parse(id), error: { code: 1, message: 'no' } })],
        [],
      );
      break;
    case 'limited':
      reply.answer(
        429,
        [bytes({ jsonrpc: '2.0', id: JSON.parse(id), error: { code: 429, message: 'no' } })],
        ['retry-after', '3'],
      );
      break;
    case 'progress':
      reply.notification([progress]);
      setTimeout(() => {
        reply.notification([progress.subarray(0, 10), progress.subarray(10)]);
        reply.answer(200, result({ content: [] }), []);
      }, 5);
      break;
    case 'hang':
    case 'stream':
      world.hanging.set(id, reply);
      if (message.name === 'stream') reply.notification([progress]);
      return () => void world.cancelled.push(id);
    case 'throws':
      throw new Error('secret detail of /etc/gateway');
    case 'flood': {
      const filler = [encoder.encode(`"${'x'.repeat(1024 * 1024)}"`)];
      const timer = setInterval(() => reply.notification(filler), 1);
      return () => {
        clearInterval(timer);
        world.cancelled.push(id);
      };
    }
    case 'large': {
      const filler = encoder.encode('x'.repeat(40_000));
      reply.answer(
        200,
        [encoder.encode('{"jsonrpc":"2.0","id":1,"result":{"a":"'), filler, filler, encoder.encode('"}}')],
        [],
      );
      break;
    }
    default:
      reply.answer(
        200,
        result({ agent: request.agent.name, era: request.era, version: request.protocolVersion }),
        [],
      );
  }
  return () => void world.cancelled.push(id);
}
