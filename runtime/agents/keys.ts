// Agents that prove themselves with an API key: found by the key's digest, compared in constant time.
import type { Environment } from '../contract/environment.ts';
import type { Agent, Authentication, Authenticator, AuthMethod } from '../contract/identity.ts';
import type { AgentPlan, Plan } from '../contract/plan.ts';

interface Entry {
  readonly digest: string;
  readonly outcome: Authentication;
}

const MISSING: Authentication = { agent: null, reason: 'missing' };
const INVALID: Authentication = { agent: null, reason: 'invalid' };
const SEVERAL: Authentication = { agent: null, reason: 'several' };

/** Any visible ASCII, 16 to 256 characters. */
const KEY = /^[!-~]{16,256}$/;
const BEARER = /^bearer +([!-~]+)$/i;

/**
 * Authenticates callers by `Authorization: Bearer <key>` or `X-Api-Key: <key>`, never by the query string.
 * A caller without any credential becomes the plan's anonymous agent, if there is one. A bad credential, or
 * more than one, is never anonymous.
 */
export function keyAgents(plan: Plan, environment: Environment): Authenticator {
  const byDigest = entries(plan.agents);
  const nobody = anonymous(plan);
  return {
    authenticate(fields) {
      const credential = credentialOf(fields);
      if (credential === null) return nobody;
      if (credential === undefined) return SEVERAL;
      return KEY.test(credential) ? lookUp(byDigest, environment.digest(credential)) : INVALID;
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

function lookUp(byDigest: ReadonlyMap<string, Entry>, digest: string): Authentication {
  const entry = byDigest.get(digest);
  return entry !== undefined && sameText(entry.digest, digest) ? entry.outcome : INVALID;
}

/** Compares in a time that depends on the lengths only. */
function sameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

function entries(plans: readonly AgentPlan[]): ReadonlyMap<string, Entry> {
  const byDigest = new Map<string, Entry>();
  for (const plan of plans) {
    const outcome = Object.freeze({ agent: agentOf(plan, 'key') });
    for (const digest of plan.keys) byDigest.set(digest, { digest, outcome });
  }
  return byDigest;
}

function anonymous(plan: Plan): Authentication {
  const declared = plan.agents.find((agent) => agent.name === plan.anonymous);
  return declared === undefined ? MISSING : Object.freeze({ agent: agentOf(declared, 'anonymous') });
}

function agentOf(plan: AgentPlan, method: AuthMethod): Agent {
  return Object.freeze({
    name: plan.name,
    team: plan.team,
    roles: Object.freeze([...plan.roles]),
    labels: Object.freeze({ ...plan.labels }),
    claims: Object.freeze({}),
    scopes: Object.freeze([]),
    method,
  });
}
