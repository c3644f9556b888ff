// `access` to its model.
import { accessEnvironment } from '../../cel/index.ts';
import { readCondition } from '../conditions.ts';
import { pattern } from '../patterns.ts';
import type { Path, Scope } from '../room.ts';
import { items, members, unwritten, type Word, words } from '../words.ts';
import type { AccessModel, AccessRuleModel, ToModel } from './model.ts';

export function resolveAccess(scope: Scope): AccessModel {
  return Object.freeze({
    rules: Object.freeze(items(scope, ['access']).map((path) => resolveRule(scope, path))),
    range: scope.keyRange(['access']),
  });
}

function resolveRule(scope: Scope, path: Path): AccessRuleModel {
  const effect = scope.node([...path, 'allow']) === undefined ? 'deny' : 'allow';
  const name = words(scope, [...path, 'name'])[0] ?? unwritten('', scope.range(path));
  const when = scope.node([...path, 'when']);
  return Object.freeze({
    name,
    place: scope.place(scope.range(path)),
    effect,
    tools: Object.freeze(subject(scope, [...path, effect]).map(({ text, range }) => pattern(text, range))),
    to: resolveTo(scope, [...path, 'to']),
    when: when?.kind === 'scalar' ? readCondition(scope, when, accessEnvironment(), 'bool') : null,
    message: words(scope, [...path, 'message'])[0] ?? null,
  });
}

/** A pattern, a list of them, or `{ tools }` with either. */
function subject(scope: Scope, path: Path): readonly Word[] {
  return scope.node(path)?.kind === 'map' ? words(scope, [...path, 'tools']) : words(scope, path);
}

function resolveTo(scope: Scope, path: Path): ToModel | null {
  if (scope.node(path) === undefined) return null;
  const any = (key: string): readonly Word[] | null => {
    const found = words(scope, [...path, key]);
    return found.length === 0 ? null : found;
  };
  return Object.freeze({
    range: scope.range(path),
    agent: any('agent'),
    team: any('team'),
    role: any('role'),
    labels: members(scope, [...path, 'label']).flatMap(({ key, path: at }) =>
      words(scope, at).map((value) => Object.freeze({ key, value })),
    ),
  });
}
