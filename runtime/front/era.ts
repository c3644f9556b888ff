// Which era a message belongs to.
import type { ClientMessage, Era } from '../contract/message.ts';
import { LEGACY_VERSIONS } from '../protocol/versions.ts';

/**
 * Modern when the `MCP-Protocol-Version` header or `_meta` names anything but a legacy revision: a revision nobody knows is
 * answered in the modern way, which lists what is supported (2026-07-28, Versioning). Else legacy.
 */
export function eraOf(header: string | null, message: ClientMessage): Era {
  return isLegacy(header) && isLegacy(message.protocolVersion) ? 'legacy' : 'modern';
}

function isLegacy(version: string | null): boolean {
  return version === null || LEGACY_VERSIONS.includes(version);
}
