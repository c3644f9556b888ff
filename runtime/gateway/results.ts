// Results the gateway gives of its own: initialize, server/discover, lists. JSON chunks, ready for a message.
import type { GatewayRequest } from '../contract/gateway.ts';
import type { Era } from '../contract/message.ts';
import type { Plan } from '../contract/plan.ts';
import type { OfferKind } from '../contract/server.ts';
import type { Abilities, CatalogView } from '../contract/stages.ts';
import { encode } from '../protocol/bytes.ts';
import { MODERN_VERSIONS } from '../protocol/versions.ts';

/** What servers can do may change: a client may ask again after a minute. */
const DISCOVER_TTL_MS = 60_000;

export const EMPTY: readonly Uint8Array[] = [encode('{}')];

/** The answer to `initialize` (2025-11-25, basic/lifecycle). `tells`: clients are told of what changes. */
export function initialized(
  plan: Plan,
  { protocolVersion }: GatewayRequest,
  abilities: Abilities,
  tells: boolean,
): Uint8Array[] {
  const capabilities = capabilitiesOf(abilities, tells);
  const instructions = instructionsOf(abilities);
  const result = { protocolVersion, capabilities, serverInfo: serverInfo(plan), instructions };
  return [encode(JSON.stringify(result))];
}

/** The answer to `server/discover` (2026-07-28, server/discover). */
export function discovered(
  plan: Plan,
  _: GatewayRequest,
  abilities: Abilities,
  tells: boolean,
): Uint8Array[] {
  const result = {
    resultType: 'complete',
    supportedVersions: MODERN_VERSIONS,
    capabilities: capabilitiesOf(abilities, tells),
    instructions: instructionsOf(abilities),
    ttlMs: DISCOVER_TTL_MS,
    // Each agent is told what it can use.
    cacheScope: 'private',
    _meta: serverMeta(plan),
  };
  return [encode(JSON.stringify(result))];
}

/** What the gateway can do for an agent. Calling tools is what it is for, even where there are none yet. */
function capabilitiesOf({ kinds, completions, logs, updates }: Abilities, tells: boolean): object {
  const list = tells ? { listChanged: true } : {};
  const resources = tells && updates ? { subscribe: true, ...list } : list;
  return {
    tools: list,
    prompts: kinds.prompts ? list : undefined,
    resources: kinds.resources || kinds.resourceTemplates ? resources : undefined,
    completions: completions ? {} : undefined,
    logging: tells && logs ? {} : undefined,
  };
}

function instructionsOf({ instructions }: Abilities): string | undefined {
  return instructions.length > 0 ? instructions.join('\n\n') : undefined;
}

/** One page with all of a kind that the agent sees; the definitions pass as their servers wrote them. */
export function list(plan: Plan, era: Era, kind: OfferKind, view: CatalogView): Uint8Array[] {
  if (era === 'legacy') return [encode(`{"${kind}":`), view.json, encode('}')];
  const scope = view.filtered ? 'private' : 'public';
  const meta = JSON.stringify(serverMeta(plan));
  const tail = `,"ttlMs":${view.ttlMs},"cacheScope":"${scope}","_meta":${meta}}`;
  return [encode(`{"resultType":"complete","${kind}":`), view.json, encode(tail)];
}

function serverInfo(plan: Plan): { name: string; version: string } {
  return { name: plan.name, version: plan.policy.hash.slice(0, 12) };
}

function serverMeta(plan: Plan): Record<string, unknown> {
  return { 'io.modelcontextprotocol/serverInfo': serverInfo(plan) };
}
