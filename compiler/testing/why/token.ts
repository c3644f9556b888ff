// What the claims of a caller's token say of it: the expressions of its issuer, with the values of their parts.
import type { Plan } from '../../../runtime/contract/plan.ts';
import { claimKeys, keyOf } from '../../language/places.ts';
import type { Looks } from '../twin/twin.ts';
import type { Sighting } from '../twin/watch.ts';
import type { TokenAgent } from '../world/issuers.ts';
import type { TokenTrace } from './report.ts';
import { placeTraces } from './way.ts';

/** @param seen what the twin saw of the call: a token that is refused was asked for less */
export function tokenTrace(
  { issuer, claims }: TokenAgent,
  { agents, issuers = [] }: Plan,
  looks: Looks,
  { agent, asked }: Pick<Sighting, 'agent' | 'asked'>,
): TokenTrace {
  const at = issuers.findIndex((one) => one.issuer === issuer);
  const says = claimKeys.flatMap((key) => {
    const told = asked.find((one) => one.key === keyOf.claims(at, key));
    const [value] = told === undefined ? [] : placeTraces(told.key, looks, () => told.given);
    return value === undefined ? [] : [{ key, value }];
  });
  const declared = agents.find(({ name }) => name === agent?.name)?.place ?? null;
  return { issuer, claims, says, scopes: agent?.scopes ?? null, declared };
}
