// Gateways with a lock, and what a client of the modern era is answered by them.
import { printLock } from '../../compiler/lock/file.ts';
import type { Definition } from '../../compiler/lock/model.ts';
import { takeLock } from '../../compiler/lock/take.ts';
import { type ToolScript, tool } from '../backends/index.ts';
import { hashOf, keyOf } from '../hosts/suite/emitted.ts';

/** A gateway in front of one server, that allows its agent everything. */
export function gateway(server: string, catalog: string, more = ''): string {
  return `version: 1
name: acme
agents: { bot: { keys: ["${hashOf('bot')}"] } }
servers: { crm: ${server} }
catalog: { lock: tools.lock.json, ${catalog} }
access: [{ name: all, allow: "*" }]
${more}`;
}

type Offered = NonNullable<Parameters<typeof takeLock>[0][number]['offered']>;

/** The text of a lock of these tools, or of these and more, by server. */
export function lockText(
  servers: Readonly<Record<string, readonly Definition[] | (Partial<Offered> & Pick<Offered, 'tools'>)>>,
): string {
  const listings = Object.entries(servers).map(([server, tools]) => ({
    server,
    offered: {
      prompts: [],
      resourceTemplates: [],
      instructions: null,
      ...('tools' in tools ? tools : { tools }),
    },
    failure: null,
    rejected: [],
  }));
  return printLock(takeLock(listings, null));
}

/** A tool of these words. */
export function search(description: string, more: object = {}): Definition {
  return { name: 'search', description, inputSchema: { type: 'object' }, ...more };
}

/** The same, scripted. */
export function scripted(definition: Definition, more: Partial<ToolScript> = {}): ToolScript {
  return tool(String(definition.name), { definition: JSON.stringify(definition), ...more });
}

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

interface Response {
  readonly result?: {
    readonly tools?: readonly Definition[];
    readonly instructions?: string;
    readonly isError?: boolean;
    readonly content?: readonly { readonly text: string }[];
  };
  readonly error?: { readonly code: number; readonly message: string };
}

/** Asks the gateway at `url` as its agent. `change` may write the body as no serializer would. */
export async function ask(
  url: string,
  method: string,
  params: { name?: string; arguments?: unknown } = {},
  change: (body: string) => string = (body) => body,
) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keyOf('bot')}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(params.name === undefined ? {} : { 'mcp-name': params.name }),
    },
    body: change(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: META } })),
  });
  return (await answer.json()) as Response;
}

/** Descriptions of what is listed, by name. */
export async function listed(url: string): Promise<Record<string, unknown>> {
  const { result } = await ask(url, 'tools/list');
  return Object.fromEntries((result?.tools ?? []).map(({ name, description }) => [name, description]));
}

/** What `/readyz` says to the agent. */
export async function readyz(url: string): Promise<unknown> {
  const answer = await fetch(new URL('/readyz', url), {
    headers: { authorization: `Bearer ${keyOf('bot')}` },
  });
  return answer.json();
}
