// Whom the claims of a token name, as the gateway works it out: by the issuer's own functions, without a signature around them.
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { IssuerPlan, Plan } from '../../../runtime/contract/plan.ts';
import type { Args } from '../model.ts';
import type { TokenAgent } from '../world/issuers.ts';

/** The agent that bears the token; null where it would be refused. What is no name is found by the gateway itself. */
export function bearerOf(
  { issuers = [], agents }: Plan,
  { issuer, claims: given }: TokenAgent,
): Agent | null {
  const plan = issuers.find((one) => one.issuer === issuer);
  try {
    const claims = plan && lookedAt({ iss: issuer, ...given }, plan);
    if (plan === undefined || claims == null) return null;
    const name = plan.agent(claims);
    if (!isName(name)) return null;
    const known = { name, claims, scopes: scopesOf(given), method: 'token' } as const;
    const declared = agents.find((agent) => agent.name === name);
    if (declared !== undefined && declared.issuer !== issuer) return null;
    if (declared !== undefined) {
      const { team, roles, labels } = declared;
      return { ...known, team, roles, labels };
    }
    const team = plan.team?.(claims) ?? '';
    const roles = plan.roles?.(claims) ?? [];
    const isRefused = typeof team !== 'string' || !Array.isArray(roles) || !roles.every(isName);
    return isRefused ? null : { ...known, team, roles, labels: {} };
  } catch {
    return null;
  }
}

/** Where claims are declared, those alone; null where one is not of its type. */
function lookedAt(claims: Args, { claims: declared }: IssuerPlan): Args | null {
  if (declared === undefined) return claims;
  const own = Object.entries(claims).filter(([name]) => Object.hasOwn(declared, name));
  return own.every(([name, value]) => declared[name]!(value)) ? Object.fromEntries(own) : null;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** `scope` (RFC 8693, 4.2), or `scp`, as some providers have it; sorted. */
function scopesOf({ scope, scp }: Args): readonly string[] {
  const given = scope ?? scp;
  const all: readonly unknown[] = typeof given === 'string' ? given.split(' ') : isList(given) ? given : [];
  return [...new Set(all.filter((one) => isName(one)))].sort();
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
