// The official SDK clients of both eras through the whole runtime: front, gateway, a backend over HTTP.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessStage } from '../../runtime/access/index.ts';
import { keyAgents } from '../../runtime/agents/keys.ts';
import { catalogStage } from '../../runtime/catalog/index.ts';
import type { Environment } from '../../runtime/contract/environment.ts';
import type { Gateway } from '../../runtime/contract/gateway.ts';
import type { AccessRulePlan, Plan } from '../../runtime/contract/plan.ts';
import { createFront } from '../../runtime/front/index.ts';
import { createGateway } from '../../runtime/gateway.ts';
import { nodeEnvironment, type Serving, serve } from '../../runtime/hosts/node.ts';
import { httpBackend } from '../../runtime/servers/http.ts';
import { createHttpClient } from '../../runtime/servers/undici.ts';
import { auditToStdout } from '../../runtime/telemetry/audit.ts';
import { type Backend, startBackend, tool } from '../backends/index.ts';
import { serverPlan } from '../catalog/fakes.ts';
import { ANN_KEY, BOB_KEY, testEnvironment, testPlan } from './world.ts';

const audit: string[] = [];
let backend: Backend;
let gateway: Gateway;
let serving: Serving;
let url: URL;

const annOnly: AccessRulePlan = {
  name: 'ann-only',
  place: 'gateway.yaml:9',
  effect: 'allow',
  tools: () => true,
  to: (agent) => agent.name === 'ann',
  when: null,
  could: null,
  spares: null,
  demands: [],
  reads: { args: false, request: false },
  message: null,
};

function world(): Environment {
  const { spawn } = testEnvironment({ now: 0 }, []);
  const sink = (line: string): void => void audit.push(line);
  return nodeEnvironment({ folder: '.', http: createHttpClient(), spawn, sink, log: () => {} });
}

const info = { name: 'test', version: '1' };
const withKey = (key: string) => ({ requestInit: { headers: { authorization: `Bearer ${key}` } } });

async function legacy(key = ANN_KEY): Promise<{ client: LegacyClient; transport: LegacyTransport }> {
  const transport = new LegacyTransport(url, withKey(key));
  const client = new LegacyClient(info);
  await client.connect(transport as never);
  return { client, transport };
}

async function modern(key = ANN_KEY): Promise<Client> {
  const client = new Client(info, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StreamableHTTPClientTransport(url, withKey(key)));
  return client;
}

describe.each(['legacy', 'modern'] as const)('in front of a %s backend', (era) => {
  beforeAll(async () => {
    const tools = [tool('echo', { progress: 2 }), tool('slow', { delayMs: 20_000 })];
    backend = await startBackend({ eras: [era], answers: 'sse', tools });
    const transport = { kind: 'http', url: backend.url, hosts: [], credentials: {} } as const;
    const plan: Plan = { ...testPlan(), servers: [serverPlan('crm', { transport })], access: [annOnly] };
    const stages = {
      agents: keyAgents,
      access: accessStage,
      catalog: catalogStage,
      servers: { http: httpBackend },
      audit: auditToStdout,
    };
    gateway = createGateway(plan, stages, world());
    gateway.start();
    serving = await serve(createFront(gateway), { host: '127.0.0.1', port: 0 }, () => {});
    url = new URL(`http://127.0.0.1:${serving.address.port}/mcp`);
  });
  afterAll(async () => {
    await serving.close(100);
    await gateway.close();
    await backend.stop();
  });

  describe('version 1, legacy', () => {
    it('opens a session, lists, calls, ends it', async () => {
      const { client, transport } = await legacy();
      expect(transport.sessionId).toMatch(/^[!-~]+$/);
      expect(client.getServerVersion()?.name).toBe('acme');
      await client.ping();
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(['crm__echo', 'crm__slow']);
      const result = await client.callTool({ name: 'crm__echo', arguments: { a: 1 } });
      expect(result).toMatchObject({ content: [{ type: 'text', text: '{"a":1}' }] });
      await expect(client.callTool({ name: 'nothing' })).rejects.toThrow(/Unknown tool/);
      await transport.terminateSession();
      await expect(client.ping()).rejects.toThrow();
      await client.close();
    });

    it('gets progress', async () => {
      const { client } = await legacy();
      const progress: unknown[] = [];
      const onprogress = (step: unknown): void => void progress.push(step);
      await client.callTool({ name: 'crm__echo', arguments: {} }, undefined, { onprogress });
      expect(progress).toHaveLength(2);
      await client.close();
    });

    it('cancels', async () => {
      const { client } = await legacy();
      await cancelled((signal) =>
        client.callTool({ name: 'crm__slow', arguments: {} }, undefined, { signal }),
      );
      await client.close();
    });
  });

  describe('version 2, modern', () => {
    it('discovers, lists, calls, gets progress', async () => {
      const client = await modern();
      expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(['crm__echo', 'crm__slow']);
      const progress: unknown[] = [];
      const onprogress = (step: unknown): void => void progress.push(step);
      const result = await client.callTool({ name: 'crm__echo', arguments: { a: 'é' } }, { onprogress });
      expect(result).toMatchObject({ content: [{ type: 'text', text: '{"a":"é"}' }] });
      expect(progress).toHaveLength(2);
      await expect(client.callTool({ name: 'nothing' })).rejects.toThrow(/Unknown tool/);
      await client.close();
    });

    it('cancels', async () => {
      const client = await modern();
      await cancelled((signal) => client.callTool({ name: 'crm__slow', arguments: {} }, { signal }));
      await client.close();
    });
  });

  describe('another agent', () => {
    it('sees nothing and reaches nothing', async () => {
      const client = await modern(BOB_KEY);
      expect((await client.listTools()).tools).toEqual([]);
      const executed = backend.ledger.length;
      await expect(client.callTool({ name: 'crm__echo' })).rejects.toThrow(/Unknown tool/);
      expect(backend.ledger.length).toBe(executed);
      await client.close();
    });

    it('without a key is told that it needs one', async () => {
      const client = new LegacyClient(info);
      await expect(client.connect(new LegacyTransport(url) as never)).rejects.toThrow();
      expect(last()).toMatchObject({ decision: 'unauthenticated', status: 401, gateway: 'acme' });
    });
  });

  it('no key goes out to the backend', () => {
    expect(backend.ledger.length).toBeGreaterThan(0);
    expect(JSON.stringify(backend.ledger)).not.toContain(ANN_KEY);
  });
});

/** Calls, aborts once the backend executes, and waits for the audit record of the cancellation. */
async function cancelled(call: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const executed = backend.ledger.length;
  const abort = new AbortController();
  const outcome = call(abort.signal).then(
    () => 'answered',
    () => 'aborted',
  );
  await until(() => backend.ledger.length > executed);
  abort.abort();
  expect(await outcome).toBe('aborted');
  await until(() => last().status === 499);
}

function last(): Record<string, unknown> {
  return JSON.parse(audit.at(-1) ?? '{}');
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!holds()) throw new Error('it never came');
}
