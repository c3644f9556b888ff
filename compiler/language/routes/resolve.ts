// `routes` to its model.
import { accessEnvironment } from '../../cel/index.ts';
import type { CatalogModel } from '../catalog/model.ts';
import { readCondition } from '../conditions.ts';
import type { IssuersModel } from '../issuers/model.ts';
import { pattern } from '../patterns.ts';
import type { Path, Scope } from '../room.ts';
import { items, strings, unwritten, words } from '../words.ts';
import type { RouteModel, RoutesModel, TargetModel } from './model.ts';

interface Before {
  readonly catalog: CatalogModel;
  readonly issuers: IssuersModel;
}

export function resolveRoutes(scope: Scope, before: Before): RoutesModel {
  return Object.freeze({
    routes: Object.freeze(items(scope, ['routes']).map((path) => resolveRoute(scope, before, path))),
  });
}

function resolveRoute(scope: Scope, { catalog, issuers: { claims } }: Before, path: Path): RouteModel {
  const range = scope.range(path);
  const tools = words(scope, [...path, 'tools']).map((word) => pattern(word.text, word.range));
  const when = scope.node([...path, 'when']);
  const environment = accessEnvironment({ type: catalog.argsOf(tools), claims });
  return Object.freeze({
    range,
    place: scope.place(range),
    tools: Object.freeze(tools),
    when: when?.kind === 'scalar' ? readCondition(scope, when, environment, 'bool', { without }) : null,
    to: resolveTarget(scope, [...path, 'to']),
  });
}

const without = 'Without it the condition has no value, and the route is passed by.';

function resolveTarget(scope: Scope, path: Path): TargetModel {
  const named = (key: string) => words(scope, [...path, key])[0];
  const chain = named('failover');
  if (chain !== undefined) return { kind: 'chain', word: chain };
  const word = words(scope, path)[0] ?? named('server') ?? unwritten('', scope.range(path));
  const at: Path = [...path, 'labels'];
  return { kind: 'server', word, labels: scope.node(at) === undefined ? null : strings(scope, at) };
}
