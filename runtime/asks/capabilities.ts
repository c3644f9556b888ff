// What a client can be asked, and what its server may ask: only what both allow is said to the server.
// Specification 2026-07-28, basic/patterns/mrtr, "Server Requirements", 7; schema, ClientCapabilities.
import type { AskKind } from '../contract/asks.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import { textOf } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';

const KEY = 'io.modelcontextprotocol/clientCapabilities';

/** The method by which each kind is asked. */
const METHODS: Readonly<Record<AskKind, string>> = {
  sampling: 'sampling/createMessage',
  elicitation: 'elicitation/create',
  roots: 'roots/list',
};

/** The client's capabilities of these kinds, as raw JSON. */
export function shared(request: GatewayRequest, kinds: readonly AskKind[]): string {
  const declared = declaredBy(request);
  return JSON.stringify(
    Object.fromEntries(kinds.flatMap((kind) => (kind in declared ? [[kind, declared[kind]]] : []))),
  );
}

/** The kind that a method asks for, if the capabilities have it; null for what may not be asked. */
export function allowed(capabilities: string, method: string): AskKind | null {
  const declared = JSON.parse(capabilities) as object;
  const kinds = Object.keys(METHODS) as AskKind[];
  return kinds.find((kind) => METHODS[kind] === method && Object.hasOwn(declared, kind)) ?? null;
}

function declaredBy({ message, session }: GatewayRequest): Readonly<Record<string, unknown>> {
  if (session !== null) return JSON.parse(session.capabilities);
  const { bytes, meta } = message;
  const span = meta && members(bytes, meta.start, [KEY])?.found[0];
  return span == null ? {} : JSON.parse(textOf(bytes, span));
}
