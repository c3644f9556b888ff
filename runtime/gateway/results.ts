// Results the gateway gives of its own: initialize, server/discover, lists. JSON chunks, ready for a message.
import type { Abilities, CatalogView } from '../contract/catalog.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import type { Era } from '../contract/message.ts';
import type { Plan } from '../contract/plan.ts';
import type { OfferKind } from '../contract/server.ts';
import { encode } from '../protocol/bytes.ts';
import { MODERN_VERSIONS } from '../protocol/versions.ts';

/** What servers can do may change: a client may ask again after a minute. */
const DISCOVER_TTL_MS = 60_000;

export const EMPTY: readonly Uint8Array[] = [encode('{}')];

/** What there is of this gateway's parts. */
export interface Tells {
  /** Clients are told of what changes. */
  readonly changes: boolean;
  /** The capability of a legacy server, or the extensions of a modern one. */
  readonly tasks: object | undefined;
}

/** Characters of all servers' instructions together: models read them with every conversation. */
const MOST_INSTRUCTIONS = 32_768;

/** The answer to `initialize` (2025-11-25, basic/lifecycle). */
export function initialized(
  plan: Plan,
  { protocolVersion }: GatewayRequest,
  abilities: Abilities,
  tells: Tells,
): Uint8Array[] {
  const capabilities = { ...capabilitiesOf(abilities, tells, {}), tasks: tells.tasks };
  const instructions = instructionsOf(abilities);
  const result = { protocolVersion, capabilities, serverInfo: serverInfo(plan), instructions };
  return [encode(JSON.stringify(result))];
}

/** The answer to `server/discover` (2026-07-28, server/discover). */
export function discovered(plan: Plan, _: GatewayRequest, abilities: Abilities, tells: Tells): Uint8Array[] {
  const result = {
    resultType: 'complete',
    supportedVersions: MODERN_VERSIONS,
    capabilities: capabilitiesOf(abilities, tells, tells.tasks ?? {}),
    instructions: instructionsOf(abilities),
    ttlMs: DISCOVER_TTL_MS,
    // Each agent is told what it can use.
    cacheScope: 'private',
    _meta: serverMeta(plan),
  };
  return [encode(JSON.stringify(result))];
}

/** What the gateway can do for an agent. Calling tools is what it is for, even where there are none yet. */
function capabilitiesOf(
  { kinds, completions, logs, updates, extensions, experimental }: Abilities,
  { changes }: Tells,
  own: object,
): object {
  const list = changes ? { listChanged: true } : {};
  const resources = changes && updates ? { subscribe: true, ...list } : list;
  return {
    tools: list,
    prompts: kinds.prompts ? list : undefined,
    resources: kinds.resources || kinds.resourceTemplates ? resources : undefined,
    completions: completions ? {} : undefined,
    logging: changes && logs ? {} : undefined,
    extensions: unlessEmpty({ ...extensions, ...own }),
    experimental: unlessEmpty(experimental),
  };
}

function unlessEmpty(all: object): object | undefined {
  return Object.keys(all).length > 0 ? all : undefined;
}

function instructionsOf({ instructions }: Abilities): string | undefined {
  if (instructions.length === 0) return undefined;
  const all = instructions.join('\n\n');
  return all.length <= MOST_INSTRUCTIONS
    ? all
    : `${all.slice(0, MOST_INSTRUCTIONS).replace(/[\ud800-\udbff]$/, '')}…`;
}

/**
 * One page with all of a kind that the agent sees; the definitions pass as their servers wrote them. Another agent may see less,
 * whatever this one sees: no cache may serve it to both.
 */
export function list(plan: Plan, era: Era, kind: OfferKind, view: CatalogView): Uint8Array[] {
  if (era === 'legacy') return [encode(`{"${kind}":`), view.json, encode('}')];
  const meta = JSON.stringify(serverMeta(plan));
  const tail = `,"ttlMs":${view.ttlMs},"cacheScope":"private","_meta":${meta}}`;
  return [encode(`{"resultType":"complete","${kind}":`), view.json, encode(tail)];
}

function serverInfo(plan: Plan): { name: string; version: string } {
  return { name: plan.name, version: plan.policy.hash.slice(0, 12) };
}

function serverMeta(plan: Plan): Record<string, unknown> {
  return { 'io.modelcontextprotocol/serverInfo': serverInfo(plan) };
}
