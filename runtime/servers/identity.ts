// What the gateway says of itself to servers.
import type { BackendContext } from '../contract/stages.ts';
import { type ModernIdentity, modernMembers } from '../protocol/build.ts';
import { LATEST_LEGACY, MODERN } from '../protocol/versions.ts';

/** Name, version and no capabilities: the gateway relays no request of a server to its agents. */
export function identityOf({ name, version }: BackendContext['gateway']): ModernIdentity {
  return { protocolVersion: MODERN, clientInfo: JSON.stringify({ name, version }), clientCapabilities: '{}' };
}

/** Raw JSON of the parameters of a legacy `initialize`. */
export function initializeParams({ clientInfo, clientCapabilities }: ModernIdentity): string {
  return `{"protocolVersion":"${LATEST_LEGACY}","capabilities":${clientCapabilities},"clientInfo":${clientInfo}}`;
}

/** Raw JSON of `_meta` of a modern request of the gateway's own. */
export function metaOf(identity: ModernIdentity): string {
  return `{${modernMembers(identity)}}`;
}
