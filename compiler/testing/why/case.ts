// The call as it is asked, with all that may be changed of it.
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { IssuerModel } from '../../language/issuers/model.ts';
import { claimKeys } from '../../language/places.ts';
import type { Question } from '../ask.ts';
import type { Args } from '../model.ts';
import type { Facts } from '../twin/evaluate.ts';
import type { WorldParts } from '../world/world.ts';
import { bearerOf } from './bearer.ts';
import type { Case } from './change.ts';

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
  const { issuer, claims } = token;
  const model = issuers.find((one) => one.issuer.text === issuer);
  const says = claimKeys.flatMap((key) => model?.[key] ?? []);
  const declared = plan.agents.some(({ name }) => name === agent.name);
  const bearer = (claims: Args): Agent | null => bearerOf(plan, { issuer, claims });
  return { ...about, token: { claims, says, declared, bearer } };
}
