// Agents with tokens to begin with: of each issuer one that nobody knows, and one for each declared agent whose tokens it signs.
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { IssuerModel } from '../../language/issuers/model.ts';
import { type ClaimKey, claimKeys } from '../../language/places.ts';
import type { Args } from '../model.ts';
import { tokenOf } from '../why/case.ts';
import { apply, type Case, type Change, NOBODY, type Token } from '../why/change.ts';
import { isClaims } from '../why/claims.ts';
import { pathsIn, values } from '../why/constants.ts';
import { smallest } from '../why/flip.ts';
import { comparedWith, valuesFor } from '../why/values.ts';
import type { TokenAgent } from '../world/issuers.ts';

/** A token that the gateway takes, and whom it names. */
export interface Bearer {
  readonly agent: Agent;
  readonly token: Token;
}

/** What claims say where nothing else is asked of them: a name that the gateway does not declare, a team that no rule names. */
const names: Readonly<Record<ClaimKey, readonly string[]>> = { agent: ['ann'], team: ['other'], roles: [] };

export function bearersOf(plan: Plan, issuers: readonly IssuerModel[]): readonly Bearer[] {
  const own = plan.agents.filter(({ keys }) => keys.length === 0);
  return issuers.flatMap((model) => {
    const mine = own.filter(({ issuer }) => issuer === model.issuer.text);
    const named = mine.flatMap(({ name }) => found(plan, model, [name], (agent) => agent.name === name));
    return [...named, ...found(plan, model, names.agent, () => true)];
  });
}

/** The fewest claims with which the issuer names such an agent; none where none was found. */
function found(
  plan: Plan,
  model: IssuerModel,
  called: readonly string[],
  wanted: (agent: Agent) => boolean,
): readonly Bearer[] {
  const token = tokenOf(plan, model, { issuer: model.issuer.text, claims: {} }, false);
  const of: Case = { agent: NOBODY, args: {}, time: 0, token };
  const tried = claimKeys.flatMap((key): readonly Change[] => {
    const roots = [model[key]?.compiled.root ?? []].flat();
    const compared = comparedWith(roots.flatMap(values), key === 'agent' ? called : names[key]);
    // A name before what an expression only compares with.
    const some = valuesFor(undefined, [...(key === 'agent' ? called : names[key]), ...compared]);
    return pathsIn(roots, isClaims).flatMap((path) =>
      some.map((value): Change => ({ kind: 'claim', path, value })),
    );
  });
  const isWanted = ({ agent }: Case): boolean => agent !== NOBODY && wanted(agent);
  const bare = token.bearer({});
  if (bare !== null && wanted(bare)) return [{ agent: bare, token }];
  const [changes] = smallest(tried, of, (changes) => isWanted(changes.reduce(apply, of)));
  if (changes === undefined) return [];
  const { agent, token: changed } = changes.reduce(apply, of);
  const declared = plan.agents.some(({ name }) => name === agent.name);
  return [{ agent, token: { ...changed!, declared } }];
}

/** Names for the agents of a test file: what their tokens name them, once for each token. */
export interface Named {
  /** What tests call the bearer of these claims. */
  nameOf(token: Token, agent: Agent): string;
  readonly all: ReadonlyMap<string, TokenAgent>;
}

export function createNames({ agents }: Plan): Named {
  const all = new Map<string, TokenAgent>();
  const isTaken = (name: string, issuer: string): boolean =>
    all.has(name) ||
    name === 'anonymous' ||
    agents.some((agent) => agent.name === name && (agent.keys.length > 0 || agent.issuer !== issuer));
  return {
    all,
    nameOf({ issuer, claims }, agent) {
      for (const [name, known] of all) if (isSame(known, { issuer, claims })) return name;
      const plain = agent.name.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '') || 'bearer';
      let name = plain;
      for (let count = 2; isTaken(name, issuer); count++) name = `${plain}-${count}`;
      all.set(name, { issuer, claims });
      return name;
    },
  };
}

function isSame(a: TokenAgent, b: { readonly issuer: string; readonly claims: Args }): boolean {
  return a.issuer === b.issuer && JSON.stringify(a.claims) === JSON.stringify(b.claims);
}
