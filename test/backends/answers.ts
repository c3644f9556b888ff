// Pieces of a scripted server's answers: pages of tools, and the checks of the modern era.
import { member } from './raw.ts';
import type { BackendOptions, Era, ToolScript } from './script.ts';

/** What a thing is called by. */
export function nameOf(script: ToolScript, key: 'name' | 'uri' = 'name'): string {
  return String((JSON.parse(script.definition) as Record<string, unknown>)[key]);
}

/** Members of a list's result for the page at `cursor` (raw JSON, a string of the first index). */
export function listResult(
  kind: string,
  tools: readonly ToolScript[],
  options: BackendOptions,
  era: Era,
  cursor: string | null,
): string {
  const start = cursor === null ? 0 : Number(JSON.parse(cursor));
  const end = Math.min(tools.length, start + (options.pageSize ?? tools.length));
  const page = tools.slice(start, end).map((one) => one.definition);
  const next = end < tools.length ? `,"nextCursor":"${end}"` : '';
  const fresh = era === 'modern' ? `,"ttlMs":${options.ttlMs ?? 60_000},"cacheScope":"public"` : '';
  return `"${kind}":[${page.join(',')}]${next}${fresh}`;
}

/** Value of a header field, or null. */
export function field(fields: readonly string[], name: string): string | null {
  for (let i = 0; i < fields.length; i += 2)
    if (fields[i]?.toLowerCase() === name) return fields[i + 1] ?? '';
  return null;
}

/** What a modern server refuses before it serves (2026-07-28, streamable-http, Server Validation). */
export function modernProblem(
  options: BackendOptions,
  version: string,
  fields: readonly string[],
  text: string,
): { status: number; error: string } | null {
  const asked = JSON.parse(version) as string;
  const supported = options.modernVersions ?? ['2026-07-28'];
  if (!supported.includes(asked)) {
    const data = JSON.stringify({ supported, requested: asked });
    return { status: 400, error: `{"code":-32022,"message":"Unsupported protocol version","data":${data}}` };
  }
  if (member(text, 'params', '_meta', 'io.modelcontextprotocol/clientCapabilities') === null)
    return { status: 400, error: '{"code":-32602,"message":"clientCapabilities are missing"}' };
  if (fields.length === 0) return null;
  const wrong = mismatch(asked, fields, text);
  return wrong === null
    ? null
    : { status: 400, error: `{"code":-32020,"message":"Header mismatch: ${wrong}"}` };
}

function mismatch(version: string, fields: readonly string[], text: string): string | null {
  if (field(fields, 'mcp-protocol-version') !== version) return 'MCP-Protocol-Version';
  const method = JSON.parse(member(text, 'method') ?? '""') as string;
  if (field(fields, 'mcp-method') !== method) return 'Mcp-Method';
  const name = member(text, 'params', 'name');
  const sent = decode(field(fields, 'mcp-name'));
  return method === 'tools/call' && sent !== JSON.parse(name ?? '""') ? 'Mcp-Name' : null;
}

function decode(value: string | null): string | null {
  const base64 = /^=\?base64\?(.*)\?=$/.exec(value ?? '');
  return base64 === null ? value : Buffer.from(base64[1] ?? '', 'base64').toString('utf8');
}
