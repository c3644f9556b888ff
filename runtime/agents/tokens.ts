// Agents that prove themselves with a signed token of an issuer, beside those with keys. A token is verified once: what came of
// it is kept by the token's digest.
import { decodeJwt } from 'jose';
import type { Environment } from '../contract/environment.ts';
import type { Authentication, Authenticator } from '../contract/identity.ts';
import type { IssuerPlan, Plan } from '../contract/plan.ts';
import { tokenChallenge } from '../protocol/challenge.ts';
import { fieldValue } from '../protocol/headers.ts';
import { identify } from './identify.ts';
import { type IssuerKeys, issuerKeys } from './issuer-keys.ts';
import { keyAgents } from './keys.ts';
import { knownTokens } from './known.ts';
import { LEEWAY_S, type Verified, verify } from './verify.ts';

interface Issuer {
  readonly plan: IssuerPlan;
  readonly keys: IssuerKeys;
}

/** Three parts of base64url (RFC 7515, 3.1). */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** Milliseconds that what came of a token holds at most: a key that its issuer took back is noticed. */
const HOLDS_MS = 5 * 60_000;
/** Seconds after which a caller may come again whose token could not be checked. */
const RETRY_S = '5';

/**
 * Authenticates callers by key, or by a token as `Authorization: Bearer`. What is no token of an issuer of the plan is refused.
 */
export function tokenAgents(plan: Plan, environment: Environment): Authenticator {
  const issuers = new Map(
    plan.issuers!.map((one): [string, Issuer] => [
      one.issuer,
      { plan: one, keys: issuerKeys(one, environment) },
    ]),
  );
  const declared = new Map(plan.agents.map((agent) => [agent.name, agent]));
  const known = knownTokens();
  const { clock, digest } = environment;
  const bad = tokenChallenge(plan, ', error="invalid_token"');
  const refuse = (reason: string): Authentication => ({ agent: null, reason, fields: bad });

  async function check(token: string, id: string): Promise<Authentication> {
    const issuer = issuers.get(issuerOf(token));
    if (issuer === undefined) return refuse('the token is of no issuer of this gateway');
    let verified: Verified;
    try {
      verified = await verifyBy(issuer, token, clock.now());
    } catch (error) {
      return unavailable((error as Error).message);
    }
    if ('refused' in verified) return refuse(verified.refused);
    const { claims } = verified;
    const end = (Number(claims.exp) + LEEWAY_S) * 1000;
    const agent = identify(issuer.plan, claims, declared, end);
    if (typeof agent === 'string') return refuse(agent);
    known.add(id, agent, Math.min(end, clock.now() + HOLDS_MS), token.length);
    return { agent };
  }

  const { authenticate } = keyAgents(
    plan,
    environment,
    (credential, fields) => {
      if (fieldValue(fields, 'authorization') === null) return refuse('invalid');
      const id = digest(credential);
      const agent = known.get(id, clock.now());
      if (agent !== undefined) return { agent };
      return TOKEN.test(credential) ? check(credential, id) : refuse('invalid');
    },
    tokenChallenge(plan),
  );
  return {
    authenticate,
    problems: [...issuers.values()].flatMap(({ keys }) => keys.problem ?? []),
    start() {
      // What is wrong is in the log by then.
      for (const { keys } of issuers.values()) Promise.resolve(keys.get(false)).catch(() => {});
    },
  };
}

/** By the keys that are known; where the one that it asks for is not among them, by those that there are now. */
async function verifyBy({ plan, keys }: Issuer, token: string, now: number): Promise<Verified> {
  const verified = await verify(token, plan, await keys.get(false), now);
  if (!('refused' in verified) || !verified.unknownKey) return verified;
  return await verify(token, plan, await keys.get(true), now);
}

/** What the token says of itself, not yet believed. */
function issuerOf(token: string): string {
  try {
    return String(decodeJwt(token).iss);
  } catch {
    return '';
  }
}

/** Nobody can say now whether the token is good: the caller is not told that it is bad. */
function unavailable(reason: string): Authentication {
  const message = 'Tokens cannot be checked now. Try again.';
  return { agent: null, reason, status: 503, message, fields: ['retry-after', RETRY_S] };
}
