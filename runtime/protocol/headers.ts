// Header fields of a modern request: they mirror the body and must agree with it.
// Specification 2026-07-28, basic/transports/streamable-http, "Request Metadata", "Server Validation".
import type { ClientMessage } from '../contract/message.ts';
import { decode, encode } from './bytes.ts';
import { HEADER_MISMATCH, INVALID_PARAMS, UNSUPPORTED_PROTOCOL_VERSION } from './errors.ts';
import { MODERN_VERSIONS, SUPPORTED_VERSIONS } from './versions.ts';

/** Why a request is refused with HTTP 400. */
export interface HeaderProblem {
  /** JSON-RPC error code. */
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** The value of a header field by its lower-case name, or null. */
export type FieldOf = (name: string) => string | null;

/**
 * Checks a modern message: its version is served, its `_meta` is complete, and the fields agree with the body. Of a
 * notification, whose fields the specification leaves open, only those that are there must agree. Null when all is well.
 */
export function checkModernHeaders(field: FieldOf, message: ClientMessage): HeaderProblem | null {
  return checkVersion(field, message) ?? checkMethod(field, message) ?? checkName(field, message);
}

function checkVersion(field: FieldOf, message: ClientMessage): HeaderProblem | null {
  const claimed = message.protocolVersion;
  const mirrored = field('mcp-protocol-version');
  if (claimed !== null && mirrored !== null && claimed !== mirrored) {
    return mismatch('MCP-Protocol-Version does not match _meta of the body');
  }
  if (message.kind !== 'request') return null;
  if (claimed === null) return incomplete('io.modelcontextprotocol/protocolVersion', 'a string');
  if (!MODERN_VERSIONS.includes(claimed)) return unsupported(claimed);
  if (mirrored === null) return mismatch('MCP-Protocol-Version is missing');
  if (!message.hasClientCapabilities)
    return incomplete('io.modelcontextprotocol/clientCapabilities', 'an object');
  return null;
}

function checkMethod(field: FieldOf, message: ClientMessage): HeaderProblem | null {
  const mirrored = field('mcp-method');
  if (mirrored === null) return message.kind === 'request' ? mismatch('Mcp-Method is missing') : null;
  return mirrored === message.method ? null : mismatch('Mcp-Method does not match the method of the body');
}

function checkName(field: FieldOf, message: ClientMessage): HeaderProblem | null {
  const source = nameSource(message.method);
  if (source === null) return null;
  const expected = message[source];
  const mirrored = field('mcp-name');
  if (mirrored === null) return expected === null ? null : mismatch('Mcp-Name is missing');
  const name = decodeHeaderValue(mirrored);
  if (name === null) return mismatch('Mcp-Name is not validly encoded');
  return name === expected ? null : mismatch(`Mcp-Name does not match params.${source} of the body`);
}

/** Which of `params` the field `Mcp-Name` mirrors, or null for methods without it. */
export function nameSource(method: string): 'name' | 'uri' | null {
  if (method === 'tools/call' || method === 'prompts/get') return 'name';
  return method === 'resources/read' ? 'uri' : null;
}

/** The error for a version that is not served, with those that are. */
export function unsupported(requested: string): HeaderProblem {
  const data = { supported: SUPPORTED_VERSIONS, requested };
  return { code: UNSUPPORTED_PROTOCOL_VERSION, message: 'Unsupported protocol version', data };
}

/** The error for fields that do not agree with the body. */
export function mismatch(problem: string): HeaderProblem {
  return { code: HEADER_MISMATCH, message: `Header mismatch: ${problem}` };
}

function incomplete(key: string, type: string): HeaderProblem {
  return { code: INVALID_PARAMS, message: `Invalid params: params._meta["${key}"] must be ${type}` };
}

const PREFIX = '=?base64?';
const SUFFIX = '?=';

/** Text as the value of `Mcp-Name` or `Mcp-Param-*`: as it is where that is safe, else Base64 of its UTF-8. */
export function encodeHeaderValue(text: string): string {
  const safe = /^[\t\x20-\x7e]*$/.test(text) && !/^[\t ]|[\t ]$/.test(text) && !isEncoded(text);
  return safe ? text : `${PREFIX}${btoa(binary(encode(text)))}${SUFFIX}`;
}

/** The text that such a value stands for; null for characters that may not be there, bad Base64 or bad UTF-8. */
export function decodeHeaderValue(value: string): string | null {
  if (!/^[\t\x20-\x7e]*$/.test(value)) return null;
  if (!isEncoded(value)) return value;
  const base64 = value.slice(PREFIX.length, value.length - SUFFIX.length);
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return null;
  const bytes = Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
  const text = decode(bytes);
  // What does not come back as it was, was no UTF-8, or had stray bits at its end.
  return btoa(binary(encode(text))) === base64 ? text : null;
}

function isEncoded(value: string): boolean {
  return value.length >= PREFIX.length + SUFFIX.length && value.startsWith(PREFIX) && value.endsWith(SUFFIX);
}

function binary(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
