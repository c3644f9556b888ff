// What the gateway itself says: small messages, written from parts that are already JSON.
import type { Era } from '../contract/message.ts';
import { encode } from './bytes.ts';
import { MODERN } from './versions.ts';

export { encode } from './bytes.ts';

/** A result. `id` and `result` are raw JSON. */
export function resultMessage(id: string, result: string): Uint8Array {
  return encode(`{"jsonrpc":"2.0","id":${id},"result":${result}}`);
}

/** An error. Without an `id` (raw JSON) it carries none: the request's could not be read. `data` is a value. */
export function errorMessage(id: string | null, code: number, message: string, data?: unknown): Uint8Array {
  const named = id === null ? '' : `"id":${id},`;
  const more = data === undefined ? '' : `,"data":${JSON.stringify(data)}`;
  return encode(
    `{"jsonrpc":"2.0",${named}"error":{"code":${code},"message":${JSON.stringify(message)}${more}}}`,
  );
}

/**
 * The result of a tool call that went wrong in a way the model should read: one text, `isError: true`.
 * `id` is raw JSON, `meta` the value of the result's `_meta`.
 */
export function toolError(
  id: string,
  era: Era,
  text: string,
  meta?: Readonly<Record<string, unknown>>,
): Uint8Array {
  const type = era === 'modern' ? '"resultType":"complete",' : '';
  const content = `"content":[{"type":"text","text":${JSON.stringify(text)}}]`;
  const more = meta === undefined ? '' : `,"_meta":${JSON.stringify(meta)}`;
  return resultMessage(id, `{${type}${content},"isError":true${more}}`);
}

/** A request. `id` and `params` are raw JSON; no params when null. */
export function request(id: string, method: string, params: string | null): Uint8Array {
  return encode(`{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)}${withParams(params)}}`);
}

/** A notification. `params` is raw JSON; none when null. */
export function notification(method: string, params: string | null): Uint8Array {
  return encode(`{"jsonrpc":"2.0","method":${JSON.stringify(method)}${withParams(params)}}`);
}

function withParams(params: string | null): string {
  return params === null ? '' : `,"params":${params}`;
}

/** What a modern request says of its sender. Specification 2026-07-28, basic/index, "Per-request protocol fields". */
export interface ModernIdentity {
  readonly protocolVersion: string;
  /** Raw JSON of an Implementation: name and version at least. */
  readonly clientInfo: string;
  /** Raw JSON of ClientCapabilities. */
  readonly clientCapabilities: string;
}

/** The members of a modern request's `_meta` that belong to its sender, as raw JSON without the braces. */
export function modernMembers(identity: ModernIdentity): string {
  const prefix = '"io.modelcontextprotocol/';
  return (
    `${prefix}protocolVersion":${JSON.stringify(identity.protocolVersion)},` +
    `${prefix}clientInfo":${identity.clientInfo},${prefix}clientCapabilities":${identity.clientCapabilities}`
  );
}

/**
 * The `_meta` of a request of the gateway's own, raw JSON, with braces. `clientInfo`, `clientCapabilities` and
 * `progressToken` are raw JSON.
 */
export function modernMeta(
  clientInfo: string,
  clientCapabilities: string,
  progressToken: string | null = null,
  protocolVersion: string = MODERN,
): string {
  const token = progressToken === null ? '' : `"progressToken":${progressToken},`;
  return `{${token}${modernMembers({ protocolVersion, clientInfo, clientCapabilities })}}`;
}
