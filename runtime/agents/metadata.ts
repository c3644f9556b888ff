// Where agents read whose tokens are taken: OAuth 2.0 Protected Resource Metadata (RFC 9728; 2026-07-28, Authorization).
import type { Answer, Page } from '../contract/http.ts';
import type { Plan } from '../contract/plan.ts';
import { encode } from '../protocol/bytes.ts';
import { WELL_KNOWN } from '../protocol/challenge.ts';

/** Seconds that a copy may be kept. */
const FIELDS = ['content-type', 'application/json', 'cache-control', 'max-age=300'];

/** The page of the plan's resource, at its well-known path, with the resource's own path behind it or not. */
export function metadata({ name, resource, issuers, scopes, listen }: Plan): Page {
  const paths = [new URL(resource!).pathname, listen.path, ''].map(
    (path) => WELL_KNOWN + path.replace(/\/$/, ''),
  );
  const about = {
    resource,
    authorization_servers: issuers!.map(({ issuer }) => issuer),
    scopes_supported: scopes,
    bearer_methods_supported: ['header'],
    resource_name: name,
  };
  const page: Answer = { status: 200, fields: FIELDS, body: [encode(JSON.stringify(about))] };
  return ({ method }, path) => {
    // Some clients keep a final slash of the resource, others do not.
    if (!paths.includes(path.replace(/\/$/, ''))) return null;
    return method === 'GET' || method === 'HEAD' ? page : NOT_ALLOWED;
  };
}

const NOT_ALLOWED: Answer = { status: 405, fields: ['allow', 'GET, HEAD'], body: [] };
