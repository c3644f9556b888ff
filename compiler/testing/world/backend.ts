// A server in memory: an MCP server of both eras whose tools, prompts, resources and answers a test file gives.
import { type BackendContext, contextAnswers } from './context.ts';
import { FRESH, isObject, MODERN, metaKey } from './protocol.ts';

/** One tool of a server, as a test file defines it. */
export interface BackendTool {
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  /** What a call took: numbers by name. */
  readonly usage?: Readonly<Record<string, number>>;
}

/** Tools by the server's own names. */
export type BackendTools = Readonly<Record<string, BackendTool>>;

/** One answer: the JSON of a JSON-RPC response and its HTTP status; no text for a notification. */
export interface BackendAnswer {
  readonly status: number;
  readonly text: string;
  /** There is none: nothing ever comes, the connection breaks after the request, or there was no connection. */
  readonly lost?: 'silent' | 'reset' | 'refused';
  /** It comes so many milliseconds later. */
  readonly afterMs?: number;
}

/** Answers one message, given as its JSON text. */
export type MemoryBackend = (message: string) => BackendAnswer;

interface Message {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** A server by its name, tools, prompts and resources. All that it will ever say is written once, here. */
export function memoryBackend(
  name: string,
  tools: BackendTools,
  context: BackendContext = {},
): MemoryBackend {
  const others = contextAnswers(context);
  const capabilities = { tools: {}, ...others.capabilities };
  const discovered = JSON.stringify({
    resultType: 'complete',
    supportedVersions: [MODERN],
    capabilities,
    ...FRESH,
    _meta: { [metaKey('serverInfo')]: { name, version: '0.0.0' } },
  });
  const initialized = (protocolVersion: unknown): string =>
    JSON.stringify({
      protocolVersion,
      capabilities,
      serverInfo: { name, version: '0.0.0' },
    });
  const listed = JSON.stringify({
    resultType: 'complete',
    tools: Object.entries(tools).map(([tool, given]) => definition(tool, given)),
    ...FRESH,
  });
  const results = new Map(Object.entries(tools).map(([tool, given]) => [tool, resultOf(tool, given)]));
  return (text) => {
    const message = JSON.parse(text) as Message;
    if (message.id === undefined) return { status: 202, text: '' };
    const id = JSON.stringify(message.id);
    if (message.method === 'server/discover') return result(id, discovered);
    // Only where `era` or `transport` say that it is a legacy one.
    if (message.method === 'initialize') return result(id, initialized(message.params?.protocolVersion));
    if (message.method === 'tools/list') return result(id, listed);
    const other = others.answer(String(message.method), message.params);
    if (other === null) return failure(id, 400, -32602, 'Unknown prompt or template');
    if (other !== undefined) return result(id, other);
    if (message.method !== 'tools/call') return failure(id, 404, -32601, 'Method not found');
    const called = results.get(String(message.params?.name));
    return called === undefined ? failure(id, 400, -32602, 'Unknown tool') : result(id, called);
  };
}

function definition(name: string, tool: BackendTool): Record<string, unknown> {
  const { result: _, usage: __, ...given } = tool;
  return { name, ...given, inputSchema: given.inputSchema ?? { type: 'object' } };
}

/** A CallToolResult's JSON; `text` stands for one text content. */
function resultOf(name: string, tool: BackendTool): string {
  const { text, _meta, ...rest } = tool.result ?? { text: name };
  const content = text === undefined ? [] : [{ type: 'text', text: String(text) }];
  const usage = tool.usage === undefined ? {} : { usage: tool.usage };
  const meta = { ...(isObject(_meta) ? _meta : {}), ...usage };
  const told = Object.keys(meta).length === 0 ? {} : { _meta: meta };
  return JSON.stringify({ resultType: 'complete', content, ...rest, ...told });
}

function result(id: string, json: string): BackendAnswer {
  return { status: 200, text: `{"jsonrpc":"2.0","id":${id},"result":${json}}` };
}

function failure(id: string, status: number, code: number, message: string): BackendAnswer {
  return { status, text: `{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify({ code, message })}}` };
}
