// The smallest change with which a token that is refused would be taken.
import type { Models } from '../../language/rooms.ts';
import type { Question } from '../ask.ts';
import type { KnownTool } from '../world/names.ts';
import { planOf, type WorldParts } from '../world/world.ts';
import { askShipped } from './asking.ts';
import { tokenOf } from './case.ts';
import { apply, type Case, type Change, NOBODY } from './change.ts';
import { otherClaims } from './claims.ts';
import { smallest } from './flip.ts';
import type { Flip } from './report.ts';

/** Claims that every token has anyway, or is refused for (RFC 7519, 4.1; RFC 7800, 3). */
const usual = ['iss', 'aud', 'exp', 'nbf', 'iat', 'cnf'];
/** Changes that are asked of a whole gateway. */
const most = 5;

/** What the call is then; null where nothing was found, or the caller has no token. */
export async function takenIf(
  question: Question,
  parts: WorldParts,
  tools: ReadonlyMap<string, KnownTool>,
  { access, issuers: { issuers } }: Pick<Models, 'access' | 'issuers'>,
): Promise<Flip | null> {
  const given = parts.agents?.get(question.as);
  if (given === undefined) return null;
  const plan = planOf(parts);
  const model = issuers.find(({ issuer }) => issuer.text === given.issuer);
  const token = tokenOf(plan, model, given, false);
  const of: Case = { agent: NOBODY, args: question.args, time: parts.clock, token };
  const there = usual.filter((name) => Object.hasOwn(given.claims, name));
  const without = there.map((name): Change => ({ kind: 'no-claim', path: [name] }));
  // Where they name somebody, something else is wrong with the token.
  const found =
    token.bearer(token.claims) === null
      ? smallest(otherClaims(access.enforced, [], token), of, (all) => all.reduce(apply, of).agent !== NOBODY)
      : without.map((one) => [one]);
  for (const changes of found.slice(0, most)) {
    const { claims } = changes.reduce(apply, of).token!;
    const agents = new Map([...parts.agents!, [question.as, { ...given, claims }]]);
    const { record } = (await askShipped(question, { ...parts, agents }, tools)).outcome;
    if (record.stage !== 'authenticate')
      return { changes, allowed: record.decision === 'allow', rule: record.rule };
  }
  return null;
}
