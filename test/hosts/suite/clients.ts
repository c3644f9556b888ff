// The official clients of both SDK generations, and plain HTTP for what they would not send.
import { get } from 'node:http';
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { keyOf } from './emitted.ts';

const bearer = (agent: string) => ({ requestInit: { headers: { authorization: `Bearer ${keyOf(agent)}` } } });

/** SDK v1: initialize, a session, 2025-11-25. */
export async function legacyClient(url: string, agent: string): Promise<LegacyClient> {
  const client = new LegacyClient({ name: 'legacy-test', version: '1' });
  await client.connect(
    new LegacyTransport(new URL(url), bearer(agent)) as Parameters<LegacyClient['connect']>[0],
  );
  return client;
}

/** SDK v2: stateless, 2026-07-28; it fails where the gateway does not speak that revision. */
export async function modernClient(url: string, agent: string): Promise<ModernClient> {
  const client = new ModernClient(
    { name: 'modern-test', version: '1' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  await client.connect(new ModernTransport(new URL(url), bearer(agent)));
  return client;
}

export const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'plain', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

export interface Plain {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One modern request over plain HTTP. `params` may be raw JSON without `_meta`, which is added. */
export async function ask(
  url: string,
  agent: string,
  method: string,
  params: object | string = {},
  capabilities: object = {},
): Promise<Plain> {
  const own = { ...META, 'io.modelcontextprotocol/clientCapabilities': capabilities };
  const answer = await post(url, agent, method, params, own);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** A call that wants to hear of its progress: the answer is there when the call has begun to tell of it, its text when it has ended. */
export function begin(url: string, agent: string, name: string): Promise<Response> {
  return post(url, agent, 'tools/call', { name, arguments: {} }, { ...META, progressToken: 1 });
}

function post(
  url: string,
  agent: string,
  method: string,
  params: object | string,
  _meta: object,
): Promise<Response> {
  const meta = `"_meta":${JSON.stringify(_meta)}`;
  const raw = typeof params === 'string' ? params : JSON.stringify(params);
  const body = `{"jsonrpc":"2.0","id":1,"method":"${method}","params":${raw === '{}' ? `{${meta}}` : raw.replace(/}$/, `,${meta}}`)}}`;
  const name = method === 'tools/call' ? /"name":"([^"]*)"/.exec(raw)?.[1] : undefined;
  // Longer than any answer takes.
  return sendModern(url, agent, { method, name }, body, AbortSignal.timeout(20_000));
}

/** What a modern client posts; `name` is mirrored where there is one. */
export function sendModern(
  url: string,
  agent: string,
  { method, name }: { readonly method: string; readonly name: string | undefined },
  body: string,
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keyOf(agent)}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(name === undefined ? {} : { 'mcp-name': name }),
    },
    body,
    ...(signal && { signal }),
  });
}

/** How a GET over a connection of its own ends, `silence` where nothing comes for ten seconds. */
export function askedAnew(url: string): Promise<'answer' | 'broken' | 'silence'> {
  return new Promise((done) => {
    const request = get(url, { agent: false }, (response) =>
      response.resume().once('close', () => done('answer')),
    );
    request.setTimeout(10_000, () => {
      done('silence');
      request.destroy();
    });
    request.once('error', () => done('broken'));
  });
}

/** The same, parsed. */
export async function call(url: string, agent: string, name: string, args: object = {}) {
  const { status, headers, text } = await ask(url, agent, 'tools/call', { name, arguments: args });
  return { status, headers, ...(JSON.parse(text) as { result?: Result; error?: RpcError }) };
}

export interface Result {
  readonly content: readonly { readonly type: string; readonly text: string }[];
  readonly isError?: boolean;
}

export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}
