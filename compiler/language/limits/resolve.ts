// `limits` to its model.
import { accessEnvironment } from '../../cel/index.ts';
import type { Node, ScalarNode } from '../../source/node.ts';
import { readCondition } from '../conditions.ts';
import { textAt } from '../late.ts';
import { pattern } from '../patterns.ts';
import type { Path, Scope } from '../room.ts';
import { parseRate } from '../values.ts';
import { items, readAs, unwritten, wordOf, words } from '../words.ts';
import type { LimitModel, LimitsModel, PerModel } from './model.ts';

export function resolveLimits(scope: Scope): LimitsModel {
  return Object.freeze({
    limits: Object.freeze(items(scope, ['limits']).map((path) => resolveLimit(scope, path))),
  });
}

const unreadable = { count: 1, unit: 'minute', unitMs: 60_000 };

function resolveLimit(scope: Scope, path: Path): LimitModel {
  const one = (key: string) => words(scope, [...path, key])[0] ?? unwritten('', scope.range(path));
  const rate = readAs(scope, 'limits/rate', one('rate'), parseRate) ?? unreadable;
  const tools = words(scope, [...path, 'tools']);
  const burst = textAt(scope, [...path, 'burst']);
  return Object.freeze({
    name: one('name'),
    place: scope.place(scope.range(path)),
    per: Object.freeze(scalars(scope.node([...path, 'per'])).flatMap((node) => resolvePer(scope, node))),
    tools: (tools.length > 0 ? tools : [unwritten('*', scope.range(path))]).map(({ text, range }) =>
      pattern(text, range),
    ),
    rate,
    burst: burst === null ? rate.count : Number(burst),
    burstRange: scope.range([...path, burst === null ? 'rate' : 'burst']),
  });
}

function scalars(node: Node | undefined): readonly ScalarNode[] {
  if (node === undefined || node.kind === 'map') return [];
  return (node.kind === 'list' ? node.items : [node]).filter((item) => item.kind === 'scalar');
}

function resolvePer(scope: Scope, node: ScalarNode): readonly PerModel[] {
  const word = wordOf(node);
  const kind = word.text;
  if (kind === 'agent' || kind === 'team' || kind === 'role' || kind === 'tool' || kind === 'server') {
    return [Object.freeze({ kind, word })];
  }
  const condition = readCondition(scope, node, accessEnvironment(), 'string');
  return condition === null ? [] : [Object.freeze({ kind: 'cel', word, condition })];
}
