// What a client can be asked, and what its server may ask: only what both allow is said to the server.
// Specification 2026-07-28, basic/patterns/mrtr, "Server Requirements", 7; schema, ClientCapabilities.
import type { AskKind } from '../contract/asks.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import type { Ask } from '../contract/server.ts';
import { textOf } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';
import { jsonIn } from './rounds.ts';

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

/** Whether the capabilities have what is asked for: its kind, and of that its mode or its tools. */
export function allowed(capabilities: string, { method, params }: Ask): boolean {
  const declared = JSON.parse(capabilities) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const kind = (Object.keys(METHODS) as AskKind[]).find((one) => METHODS[one] === method);
  const can = kind === undefined ? undefined : declared[kind];
  if (can === undefined) return false;
  const asked = jsonIn(params) as Readonly<Record<string, unknown>> | null | undefined;
  if (typeof asked !== 'object' || asked === null) return false;
  if (kind === 'sampling') return can.tools !== undefined || (asked.tools ?? asked.toolChoice) === undefined;
  if (kind !== 'elicitation') return true;
  // Nothing said of modes means forms (2025-11-25 and 2026-07-28, client/elicitation, "Capabilities").
  return asked.mode === 'url' ? can.url !== undefined : can.form !== undefined || can.url === undefined;
}

function declaredBy({ message, session }: GatewayRequest): Readonly<Record<string, unknown>> {
  if (session !== null) return JSON.parse(session.capabilities);
  const { bytes, meta } = message;
  const span = meta && members(bytes, meta.start, [KEY])?.found[0];
  return span == null ? {} : JSON.parse(textOf(bytes, span));
}
