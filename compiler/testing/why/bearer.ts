// Whom the claims of a token name, as the gateway works it out, without a signature around them.
import { identify, scopesOf } from '../../../runtime/agents/identify.ts';
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { Args } from '../model.ts';
import type { TokenAgent } from '../world/issuers.ts';

/** The agent that bears the token; null where it would be refused. */
export function bearerOf({ issuers = [], agents }: Plan, { issuer, claims }: TokenAgent): Agent | null {
  const plan = issuers.find((one) => one.issuer === issuer);
  if (plan === undefined) return null;
  // Asked for many claims in turn: it looks for one name each time.
  const declared = { get: (name: string) => agents.find((agent) => agent.name === name) };
  const found = identify(plan, { iss: issuer, ...claims }, declared, Number.POSITIVE_INFINITY);
  if (typeof found === 'string') return null;
  // When a token ends is no matter of whom it names.
  const { until: _until, ...agent } = found;
  return agent;
}

/** The claims with one scope more, or without one. */
export function withScope(claims: Args, scope: string, there: boolean): Args {
  const held = scopesOf(claims).filter((one) => one !== scope);
  const scopes = there ? [...held, scope] : held;
  const key = claims.scope === undefined && claims.scp !== undefined ? 'scp' : 'scope';
  const { [key]: before, ...others } = claims;
  if (scopes.length === 0) return others;
  return { ...others, [key]: Array.isArray(before) ? scopes : scopes.join(' ') };
}
