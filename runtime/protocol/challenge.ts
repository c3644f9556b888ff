// How a caller is asked for a credential (RFC 6750, 3; RFC 9728, 5.1; 2026-07-28, Authorization).
import type { Fields } from '../contract/http.ts';
import type { Plan } from '../contract/plan.ts';

/** `WWW-Authenticate` of a gateway by its name. @param more further parameters, each with its comma: `, error="…"` */
export const challenge = (name: string, more = ''): Fields => [
  'www-authenticate',
  `Bearer realm="${name.replace(/["\\]/g, '')}"${more}`,
];

/** The same where tokens are taken: it says, too, where it is read which issuers there are. */
export function tokenChallenge({ name, resource }: Pick<Plan, 'name' | 'resource'>, more = ''): Fields {
  return challenge(name, `, resource_metadata="${metadataUrl(resource!)}"${more}`);
}

/** Where a resource is described: its path follows the well-known one (RFC 9728, 3.1). */
export function metadataUrl(resource: string): string {
  const { origin, pathname, search } = new URL(resource);
  return origin + WELL_KNOWN + pathname.replace(/\/$/, '') + search;
}

export const WELL_KNOWN = '/.well-known/oauth-protected-resource';
