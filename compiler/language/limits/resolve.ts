// `limits` to its model.
import { accessEnvironment, type Environment } from '../../cel/index.ts';
import type { Node, ScalarNode } from '../../source/node.ts';
import type { CatalogModel } from '../catalog/model.ts';
import { readCondition } from '../conditions.ts';
import type { IssuersModel } from '../issuers/model.ts';
import { textAt } from '../late.ts';
import { pattern } from '../patterns.ts';
import type { Path, Scope } from '../room.ts';
import { parseRate } from '../values.ts';
import { items, readAs, unwritten, wordOf, words } from '../words.ts';
import { type LimitModel, type LimitsModel, type PerModel, perNamed } from './model.ts';

interface Before {
  readonly catalog: CatalogModel;
  readonly issuers: IssuersModel;
}

export function resolveLimits(scope: Scope, before: Before): LimitsModel {
  return Object.freeze({
    limits: Object.freeze(items(scope, ['limits']).map((path) => resolveLimit(scope, before, path))),
  });
}

const unreadable = { count: 1, unit: 'minute', unitMs: 60_000 };

function resolveLimit(scope: Scope, { catalog, issuers: { claims } }: Before, path: Path): LimitModel {
  const one = (key: string) => words(scope, [...path, key])[0] ?? unwritten('', scope.range(path));
  const rate = readAs(scope, 'limits/rate', one('rate'), parseRate) ?? unreadable;
  const written = words(scope, [...path, 'tools']);
  const tools = (written.length > 0 ? written : [unwritten('*', scope.range(path))]).map(({ text, range }) =>
    pattern(text, range),
  );
  const environment = accessEnvironment({ type: catalog.argsOf(tools), claims });
  const burst = textAt(scope, [...path, 'burst']);
  return Object.freeze({
    name: one('name'),
    place: scope.place(scope.range(path)),
    per: Object.freeze(
      scalars(scope.node([...path, 'per'])).flatMap((node) => resolvePer(scope, environment, node)),
    ),
    tools,
    rate,
    burst: burst === null ? rate.count : Number(burst),
    burstRange: scope.range([...path, burst === null ? 'rate' : 'burst']),
  });
}

function scalars(node: Node | undefined): readonly ScalarNode[] {
  if (node === undefined || node.kind === 'map') return [];
  return (node.kind === 'list' ? node.items : [node]).filter((item) => item.kind === 'scalar');
}

const without = 'Without it nobody can tell to whom the call is charged, and it is refused.';

function resolvePer(scope: Scope, environment: Environment, node: ScalarNode): readonly PerModel[] {
  const word = wordOf(node);
  const kind = perNamed(word.text);
  if (kind !== undefined) return [Object.freeze({ kind, word })];
  const condition = readCondition(scope, node, environment, 'string', { without });
  return condition === null ? [] : [Object.freeze({ kind: 'cel', word, condition })];
}
