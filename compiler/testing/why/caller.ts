// Who asks: an agent that the gateway declares, one of a test file, or whoever bears a token with some claims.
import type { Plan } from '../../../runtime/contract/plan.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import type { Args } from '../model.ts';
import { ANONYMOUS } from '../world/credentials.ts';
import type { TokenAgent } from '../world/issuers.ts';
import { bearerOf } from './bearer.ts';
import type { Other } from './candidates.ts';

/** Agents with tokens, by name. */
export type Bearers = ReadonlyMap<string, TokenAgent>;

/** Claims of a token; its issuer is left out where the gateway has only one. */
export interface GivenToken {
  readonly issuer: string | null;
  readonly claims: Args;
}

/** A caller, and who may call with a token; or in a sentence why nobody can call so. */
export type Caller = { readonly as: string; readonly bearers: Bearers } | { readonly unknown: string };

/** Everybody who may call: declared agents, and those with tokens of the test file. */
export function othersOf(plan: Plan, bearers: Bearers): readonly Other[] {
  const declared = plan.agents.map(({ name, team, roles, labels }): Other => {
    const agent = { name, team, roles, labels, claims: {}, scopes: [], method: 'key' } as const;
    return { as: name, agent };
  });
  const born = [...bearers].flatMap(([as, token]): readonly Other[] => {
    const agent = bearerOf(plan, token);
    return agent === null ? [] : [{ as, agent }];
  });
  return [...declared, ...born];
}

/**
 * @param token asks in the place of a name
 * @param bearing a key of that name does not do: the caller came with a token
 */
export function callerOf(
  name: string,
  { token = null, bearing = false }: { readonly token?: GivenToken | null; readonly bearing?: boolean },
  plan: Plan,
  bearers: Bearers,
): Caller {
  if (token === null) {
    if (bearing && !bearers.has(name)) return { unknown: lacksClaims(name) };
    const unknown = strangerTo(name, plan, bearers);
    return unknown === null ? { as: name, bearers } : { unknown };
  }
  const issuer = token.issuer ?? onlyIssuer(plan);
  const unknown = issuerProblem(issuer, plan);
  if (issuer === null || unknown !== null) return { unknown: unknown ?? '' };
  const as = `a token of ${issuer}`;
  return { as, bearers: new Map([...bearers, [as, { issuer, claims: token.claims }]]) };
}

function lacksClaims(name: string): string {
  return (
    `“${name}” came with a token, and records do not hold what stands in it: give its claims, --claims '{…}', ` +
    `with --issuer URL where there are several; or let the tests have an agent “${name}” with them.`
  );
}

function onlyIssuer({ issuers = [] }: Plan): string | null {
  const names = new Set(issuers.map(({ issuer }) => issuer));
  return names.size === 1 ? [...names][0]! : null;
}

function issuerProblem(issuer: string | null, { issuers = [] }: Plan): string | null {
  const names = issuers.map((one) => one.issuer);
  if (names.length === 0) return 'The gateway takes no tokens: it has no issuers.';
  if (issuer === null) return `The gateway has several issuers: name one, --issuer ${names.join(' or ')}.`;
  if (names.includes(issuer)) return null;
  const near = nearest(issuer, names);
  return `The gateway has no issuer “${issuer}”.${near === undefined ? '' : ` Did you mean “${near}”?`}`;
}

/** Why nobody can call as this agent; null where one can. */
export function strangerTo(name: string, plan: Plan, bearers: Bearers): string | null {
  if (name === ANONYMOUS) return null;
  const bearer = bearers.get(name);
  if (bearer !== undefined) return issuerProblem(bearer.issuer, plan);
  const { agents, anonymous } = plan;
  const agent = agents.find((one) => one.name === name);
  if (agent !== undefined && agent.keys.length > 0) return null;
  if (agent !== undefined) return keyless(name, anonymous === name, agent.issuer !== undefined);
  const near = nearest(name, [...agents.map((one) => one.name), ...bearers.keys(), ANONYMOUS]);
  return `The gateway has no agent “${name}”.${near === undefined ? tokenHelp(plan) : ` Did you mean “${near}”?`}`;
}

function keyless(name: string, anonymous: boolean, token: boolean): string {
  const instead = anonymous ? ` Ask for “${ANONYMOUS}”, who becomes this agent.` : '';
  const bearing = token ? ' It arrives with a token: give its claims with --claims.' : '';
  return `Nobody can call as “${name}”: the agent has no key.${instead}${bearing}`;
}

function tokenHelp({ issuers = [] }: Plan): string {
  return issuers.length === 0
    ? ''
    : ' One that arrives with a token stands under `agents` of the tests, or is asked for with --claims.';
}
