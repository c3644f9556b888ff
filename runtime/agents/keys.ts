// Agents that prove themselves with an API key, found by its digest: how long that takes says nothing of a key.
import type { Environment } from '../contract/environment.ts';
import type { Fields } from '../contract/http.ts';
import type { Authentication, Authenticator } from '../contract/identity.ts';
import type { AgentPlan, Plan } from '../contract/plan.ts';
import { challenge } from '../protocol/challenge.ts';
import { agentOf } from './identify.ts';

/** Takes what is no key, and may be another credential; `fields` are the request's. */
export type Otherwise = (credential: string, fields: Fields) => Authentication | Promise<Authentication>;

/** Any visible ASCII, 16 to 256 characters. */
const KEY = /^[!-~]{16,256}$/;
const BEARER = /^bearer +([!-~]+)$/i;

/**
 * Authenticates callers by `Authorization: Bearer <key>` or `X-Api-Key: <key>`, never by the query string.
 * A caller without any credential becomes the plan's anonymous agent, if there is one. A bad credential, or
 * more than one, is never anonymous.
 *
 * @param otherwise takes a credential that is no key; without it such a one is bad
 * @param asking how a caller is asked for a credential
 */
export function keyAgents(
  plan: Plan,
  environment: Environment,
  otherwise?: Otherwise,
  asking: Fields = challenge(plan.name),
): Authenticator {
  const byDigest = digestsOf(plan.agents);
  const refusal = (reason: string): Authentication => ({ agent: null, reason, fields: asking });
  const nobody = anonymous(plan) ?? refusal('missing');
  const invalid = refusal('invalid');
  const several = refusal('several');
  return {
    authenticate(fields) {
      const credential = credentialOf(fields);
      if (credential === null) return nobody;
      if (credential === undefined) return several;
      const known = KEY.test(credential) ? byDigest.get(environment.digest(credential)) : undefined;
      return known ?? otherwise?.(credential, fields) ?? invalid;
    },
  };
}

/** The key a request carries; null when it carries none, undefined when several, '' when it is no key. */
function credentialOf(fields: readonly string[]): string | null | undefined {
  let found: string | null = null;
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i];
    if (name !== 'authorization' && name !== 'x-api-key') continue;
    if (found !== null) return undefined;
    const value = fields[i + 1] ?? '';
    found = name === 'x-api-key' ? value : (BEARER.exec(value)?.[1] ?? '');
  }
  return found;
}

function digestsOf(plans: readonly AgentPlan[]): ReadonlyMap<string, Authentication> {
  const byDigest = new Map<string, Authentication>();
  for (const plan of plans) {
    const outcome = Object.freeze({ agent: agentOf(plan, 'key') });
    for (const digest of plan.keys) byDigest.set(digest, outcome);
  }
  return byDigest;
}

function anonymous(plan: Plan): Authentication | null {
  const declared = plan.agents.find((agent) => agent.name === plan.anonymous);
  return declared === undefined ? null : Object.freeze({ agent: agentOf(declared, 'anonymous') });
}
