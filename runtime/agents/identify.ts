// Whom a credential names: an agent of the plan, or whom the claims of a token say.
import type { Agent, AuthMethod } from '../contract/identity.ts';
import type { AgentPlan, Claims, IssuerPlan } from '../contract/plan.ts';

/** Whole characters only, none that nobody sees or that makes a line of its own: the audit log shows names to people. */
const NAME = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,256}$/u;
const MOST_ROLES = 1000;

/**
 * The agent, or why there is none, for the operator.
 *
 * @param declared agents of the gateway file, by name
 * @param until when the token ends, in milliseconds since the epoch
 */
export function identify(
  issuer: IssuerPlan,
  verified: Claims,
  declared: Pick<ReadonlyMap<string, AgentPlan>, 'get'>,
  until: number,
): Agent | string {
  const claims = declaredOf(verified, issuer);
  if (typeof claims === 'string') return `the token's ${claims} is not of its type`;
  try {
    const name = nameOf(issuer.agent(claims), 'agent');
    const own = declared.get(name);
    const known = { claims: Object.freeze(claims), scopes: Object.freeze(scopesOf(verified)), until };
    if (own === undefined) {
      const team = issuer.team?.(claims) ?? '';
      return Object.freeze<Agent>({
        name,
        team: team === '' ? '' : nameOf(team, 'team'),
        roles: Object.freeze(rolesOf(issuer.roles?.(claims) ?? [])),
        labels: Object.freeze({}),
        ...known,
        method: 'token',
      });
    }
    if (own.issuer !== issuer.issuer)
      return `a token may not bear the name ${name}: ${own.place} does not name its issuer`;
    return Object.freeze<Agent>({ ...agentOf(own, 'token'), ...known });
  } catch (error) {
    return `${issuer.place} gives no agent: ${(error as Error).message}`;
  }
}

/** What is typed has no more than is declared; the name of a claim that is not of its type. */
function declaredOf(claims: Claims, { claims: declared }: IssuerPlan): Claims | string {
  if (declared === undefined) return claims;
  const there = Object.entries(declared).filter(([name]) => Object.hasOwn(claims, name));
  const misfit = there.find(([name, fits]) => !fits(claims[name]));
  return misfit?.[0] ?? Object.fromEntries(there.map(([name]) => [name, claims[name]]));
}

function nameOf(value: unknown, key: string): string {
  if (typeof value === 'string' && NAME.test(value)) return value;
  throw new Error(`\`${key}\` is no name`);
}

function rolesOf(value: unknown): string[] {
  if (!Array.isArray(value) || value.length > MOST_ROLES) throw new Error('`roles` is no list of names');
  return value.map((role) => nameOf(role, 'roles'));
}

/** `scope`, a text with blanks (RFC 8693, 4.2), or `scp`, a text or a list, as some providers have it. */
export function scopesOf({ scope, scp }: Claims): string[] {
  const given = scope ?? scp;
  const all: readonly unknown[] =
    typeof given === 'string' ? given.split(' ') : Array.isArray(given) ? given : [];
  return [...new Set(all.filter((one): one is string => typeof one === 'string' && one !== ''))].sort();
}

/** The agent that stands in the plan. */
export function agentOf({ name, team, roles, labels }: AgentPlan, method: AuthMethod): Agent {
  const agent: Agent = { name, team, roles, labels, claims: {}, scopes: [], method };
  Object.values(agent).forEach(Object.freeze);
  return Object.freeze(agent);
}
