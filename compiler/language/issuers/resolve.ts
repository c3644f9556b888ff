// `issuers` to its model.
import { anyClaims, claimsEnvironment, type Want } from '../../cel/index.ts';
import { type Condition, readCondition } from '../conditions.ts';
import { readValue } from '../late.ts';
import type { Path, Scope } from '../room.ts';
import { items, unwritten, words } from '../words.ts';
import { claimsOf, claimsOfAll } from './claims.ts';
import { noRoles, noTeam, rolesGiven, textsGiven } from './gives.ts';
import { type IssuerModel, type IssuersModel, usualAlgorithms } from './model.ts';

export function resolveIssuers(scope: Scope): IssuersModel {
  const issuers = items(scope, ['issuers']).map((path) => resolveIssuer(scope, path));
  return Object.freeze({
    issuers: Object.freeze(issuers),
    claims: claimsOfAll(issuers.map(({ claims }) => claims)),
    range: scope.keyRange(['issuers']),
  });
}

function resolveIssuer(scope: Scope, path: Path): IssuerModel {
  const range = scope.range(path);
  const claims = claimsOf(scope.node([...path, 'claims']));
  const environment = claimsEnvironment(claims?.type ?? anyClaims);
  // A token without what they ask for is refused: no default is better than a guess.
  const read = (key: string, want: Exclude<Want, 'dyn'>): Condition | null => {
    const node = scope.node([...path, key]);
    return node?.kind === 'scalar' ? readCondition(scope, node, environment, want, { partial: true }) : null;
  };
  const [agent, team, roles] = [read('agent', 'string'), read('team', 'string'), read('roles', 'list')];
  const issuer = words(scope, [...path, 'issuer'])[0] ?? unwritten('', range);
  const has = (key: string): boolean => scope.node([...path, key]) !== undefined;
  const algorithms = words(scope, [...path, 'algorithms']).map(({ text }) => text);
  return Object.freeze({
    issuer,
    place: scope.place(range),
    range,
    audiences: words(scope, [...path, 'audience']),
    ...{ agent, team, roles },
    gives: Object.freeze({
      names: textsGiven(agent, issuer.text),
      teams: has('team') ? textsGiven(team, issuer.text) : noTeam,
      roles: has('roles') ? rolesGiven(roles) : noRoles,
    }),
    claims,
    algorithms: Object.freeze(algorithms.length > 0 ? algorithms : usualAlgorithms),
    jwks: readValue(scope, [...path, 'jwks'], false) ?? null,
  });
}
