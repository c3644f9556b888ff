// Results the gateway gives of its own: initialize, server/discover, tools/list. JSON chunks, ready for a message.
import type { GatewayRequest } from '../contract/gateway.ts';
import type { Era } from '../contract/message.ts';
import type { Plan } from '../contract/plan.ts';
import type { CatalogView } from '../contract/stages.ts';
import { encode } from '../protocol/bytes.ts';
import { MODERN_VERSIONS } from '../protocol/versions.ts';

/** What the gateway says it can do; list changes are not announced to clients, a list's age is. */
const CAPABILITIES = { tools: {} };
/** What the gateway says of itself changes only with its file: a client may ask again after an hour. */
const DISCOVER_TTL_MS = 3_600_000;

export const EMPTY: readonly Uint8Array[] = [encode('{}')];

/** The answer to `initialize` (2025-11-25, basic/lifecycle). */
export function initialized(plan: Plan, { protocolVersion }: GatewayRequest): Uint8Array[] {
  return [
    encode(JSON.stringify({ protocolVersion, capabilities: CAPABILITIES, serverInfo: serverInfo(plan) })),
  ];
}

/** The answer to `server/discover` (2026-07-28, server/discover). */
export function discovered(plan: Plan): Uint8Array[] {
  const result = {
    resultType: 'complete',
    supportedVersions: MODERN_VERSIONS,
    capabilities: CAPABILITIES,
    ttlMs: DISCOVER_TTL_MS,
    cacheScope: 'public',
    _meta: serverMeta(plan),
  };
  return [encode(JSON.stringify(result))];
}

/** One page with all tools the agent sees; the definitions pass as their servers wrote them. */
export function toolList(plan: Plan, era: Era, view: CatalogView): Uint8Array[] {
  if (era === 'legacy') return [encode('{"tools":'), view.json, encode('}')];
  const scope = view.filtered ? 'private' : 'public';
  const meta = JSON.stringify(serverMeta(plan));
  const tail = `,"ttlMs":${view.ttlMs},"cacheScope":"${scope}","_meta":${meta}}`;
  return [encode('{"resultType":"complete","tools":'), view.json, encode(tail)];
}

function serverInfo(plan: Plan): { name: string; version: string } {
  return { name: plan.name, version: plan.policy.hash.slice(0, 12) };
}

function serverMeta(plan: Plan): Record<string, unknown> {
  return { 'io.modelcontextprotocol/serverInfo': serverInfo(plan) };
}
