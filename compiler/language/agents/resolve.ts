// `agents`, `teams` and `anonymous` to their model.
import type { Scope } from '../room.ts';
import { type Member, members, strings, type Word, words } from '../words.ts';
import type { AgentModel, AgentsModel } from './model.ts';

export function resolveAgents(scope: Scope): AgentsModel {
  const all = members(scope, ['agents'])
    .map((member) => resolveAgent(scope, member))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const hasTeams = scope.node(['teams']) !== undefined;
  const declared = members(scope, ['teams']).map(({ key }) => key.text);
  return Object.freeze({
    agents: new Map(all.map((agent) => [agent.name, agent])),
    declaredTeams: hasTeams ? new Set(declared) : null,
    teams: new Set([...declared, ...all.flatMap(({ team }) => (team === null ? [] : [team.text]))]),
    roles: new Set(all.flatMap(({ roles }) => roles.map(({ text }) => text))),
    anonymous: anonymousOf(scope),
    range: scope.keyRange(['agents']),
  });
}

function resolveAgent(scope: Scope, { key, path }: Member): AgentModel {
  return Object.freeze({
    name: key.text,
    range: key.range,
    place: scope.place(key.range),
    team: words(scope, [...path, 'team'])[0] ?? null,
    roles: words(scope, [...path, 'roles']),
    labels: strings(scope, [...path, 'labels']),
    keys: words(scope, [...path, 'keys']),
    issuer: words(scope, [...path, 'issuer'])[0] ?? null,
  });
}

function anonymousOf(scope: Scope): Word | null {
  const word = words(scope, ['anonymous'])[0];
  return word === undefined || word.text === 'deny' ? null : word;
}
