// The call as it is asked, with all that may be changed of it.
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { IssuerModel } from '../../language/issuers/model.ts';
import { claimKeys } from '../../language/places.ts';
import type { Question } from '../ask.ts';
import type { Args } from '../model.ts';
import type { Facts } from '../twin/evaluate.ts';
import type { TokenAgent } from '../world/issuers.ts';
import type { WorldParts } from '../world/world.ts';
import { bearerOf } from './bearer.ts';
import type { Case, Token } from './change.ts';

/** @param issuers of the gateway */
export function caseOf(
  { agent }: Facts,
  { as, args }: Question,
  { clock, agents }: WorldParts,
  plan: Plan,
  issuers: readonly IssuerModel[],
): Case {
  const token = agents?.get(as);
  const about = { agent, args, time: clock };
  if (token === undefined) return { ...about, token: null };
  const model = issuers.find((one) => one.issuer.text === token.issuer);
  const declared = plan.agents.some(({ name }) => name === agent.name);
  return { ...about, token: tokenOf(plan, model, token, declared) };
}

/** @param declared the gateway declares whom it names */
export function tokenOf(
  plan: Plan,
  model: IssuerModel | undefined,
  { issuer, claims }: TokenAgent,
  declared: boolean,
): Token {
  const says = claimKeys.flatMap((key) => model?.[key] ?? []);
  const bearer = (claims: Args): Agent | null => bearerOf(plan, { issuer, claims });
  return { issuer, claims, says, declared, bearer };
}
