// Header fields of a modern request: they mirror the body and must agree with it.
// Specification 2026-07-28, basic/transports/streamable-http, "Request Metadata", "Server Validation".
import type { Fields } from '../contract/http.ts';
import type { ClientMessage } from '../contract/message.ts';
import { decode, encode } from './bytes.ts';
import { HEADER_MISMATCH, INVALID_PARAMS, UNSUPPORTED_PROTOCOL_VERSION } from './errors.ts';
import { MODERN_VERSIONS } from './versions.ts';

/** Why a request is refused with HTTP 400. */
export interface HeaderProblem {
  /** JSON-RPC error code. */
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** The value of the first field `name` (lower case), or null. */
export function fieldValue(fields: Fields, name: string): string | null {
  for (let at = 0; at < fields.length; at += 2) if (fields[at] === name) return fields[at + 1]!;
  return null;
}

/**
 * Checks a modern message: its version is served, its `_meta` is complete, and the fields agree with the body. Of a
 * notification, whose fields the specification leaves open, only those that are there must agree. Null when all is well.
 */
export function checkModernHeaders(fields: Fields, message: ClientMessage): HeaderProblem | null {
  const { method, protocolVersion } = message;
  const required = message.kind === 'request';
  if (required && protocolVersion === null) return unversioned(fieldValue(fields, 'mcp-protocol-version'));
  return (
    compare(fields, 'mcp-protocol-version', protocolVersion, required) ??
    (required ? checkMeta(message) : null) ??
    compare(fields, 'mcp-method', method, required) ??
    compare(fields, 'mcp-name', nameOf(message), true)
  );
}

/** The field `name` against what the body says, if it says anything. */
function compare(
  fields: Fields,
  name: string,
  expected: string | null,
  required: boolean,
): HeaderProblem | null {
  const sent = fieldValue(fields, name);
  if (expected === null || (sent === null && !required)) return null;
  const value = sent !== null && name === 'mcp-name' ? decodeHeaderValue(sent) : sent;
  if (value === expected) return null;
  return mismatch(`${name} ${sent === null ? 'is missing' : 'does not match the body'}`);
}

function checkMeta({ protocolVersion, clientCapabilities }: ClientMessage): HeaderProblem | null {
  if (!MODERN_VERSIONS.includes(protocolVersion!)) return unsupported(protocolVersion!);
  return clientCapabilities !== null ? null : incomplete('clientCapabilities', 'an object');
}

/** The body names no version; `named` is the field's. */
function unversioned(named: string | null): HeaderProblem {
  return named === null || MODERN_VERSIONS.includes(named)
    ? incomplete('protocolVersion', 'a string')
    : unsupported(named);
}

function unsupported(requested: string): HeaderProblem {
  const data = { supported: MODERN_VERSIONS, requested };
  return { code: UNSUPPORTED_PROTOCOL_VERSION, message: 'Unsupported protocol version', data };
}

/** What `Mcp-Name` mirrors; null for methods without it. */
function nameOf({ method, name, uri, taskId }: ClientMessage): string | null {
  // Tasks extension, "Streamable HTTP: Routing Headers".
  if (taskId !== null && method.startsWith('tasks/')) return taskId;
  if (method === 'tools/call' || method === 'prompts/get') return name ?? '';
  return method === 'resources/read' ? (uri ?? '') : null;
}

/** The error for fields that do not agree with the body. */
export function mismatch(problem: string): HeaderProblem {
  return { code: HEADER_MISMATCH, message: `Header mismatch: ${problem}` };
}

function incomplete(key: string, type: string): HeaderProblem {
  const message = `Invalid params: params._meta["io.modelcontextprotocol/${key}"] must be ${type}`;
  return { code: INVALID_PARAMS, message };
}

const SAFE = /^[\t\x20-\x7e]*$/;
const ENCODED = /^=\?base64\?(.*)\?=$/;

/** Text as the value of `Mcp-Name` or `Mcp-Param-*`: as it is where that is safe, else Base64 of its UTF-8. */
export function encodeHeaderValue(text: string): string {
  const safe = SAFE.test(text) && !/^[\t ]|[\t ]$/.test(text) && !ENCODED.test(text);
  return safe ? text : `=?base64?${toBase64(text)}?=`;
}

/** The text that such a value stands for; null for characters that may not be there, bad Base64 or bad UTF-8. */
export function decodeHeaderValue(value: string): string | null {
  if (!SAFE.test(value)) return null;
  const base64 = ENCODED.exec(value)?.[1];
  if (base64 === undefined) return value;
  try {
    const text = decode(Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0)));
    // What does not come back as it was, was no UTF-8, or had spaces, or stray bits at its end.
    return toBase64(text) === base64 ? text : null;
  } catch {
    return null;
  }
}

function toBase64(text: string): string {
  let units = '';
  for (const byte of encode(text)) units += String.fromCharCode(byte);
  return btoa(units);
}
