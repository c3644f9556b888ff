// What the gateway itself says: small messages, written from parts that are already JSON.
import type { Era } from '../contract/message.ts';
import { encode } from './bytes.ts';

export { encode } from './bytes.ts';

/** `members` are raw JSON members. */
function message(id: string | null, members: string): Uint8Array {
  return encode(`{"jsonrpc":"2.0",${id === null ? '' : `"id":${id},`}${members}}`);
}

/** A result. `id` and `result` are raw JSON. */
export function resultMessage(id: string, result: string): Uint8Array {
  return message(id, `"result":${result}`);
}

/** An error. Without an `id` (raw JSON) it carries none: the request's could not be read. `data` is a value. */
export function errorMessage(id: string | null, code: number, text: string, data?: unknown): Uint8Array {
  return message(id, `"error":${JSON.stringify({ code, message: text, data })}`);
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
  const resultType = era === 'modern' ? 'complete' : undefined;
  const content = [{ type: 'text', text }];
  return resultMessage(id, JSON.stringify({ resultType, content, isError: true, _meta: meta }));
}

/** A request. `id` and `params` are raw JSON; no params when null. */
export function request(id: string | null, method: string, params: string | null): Uint8Array {
  return message(id, `"method":${JSON.stringify(method)}${params === null ? '' : `,"params":${params}`}`);
}

/** A notification. `params` is raw JSON; none when null. */
export function notification(method: string, params: string | null): Uint8Array {
  return request(null, method, params);
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
