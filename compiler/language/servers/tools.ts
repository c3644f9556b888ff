// `servers.*.tools` to its model: what is offered, under which names, with which labels.
import { type Pattern, pattern } from '../patterns.ts';
import type { Path, Scope } from '../room.ts';
import { members, strings, unwritten, type Word, words } from '../words.ts';
import type { ToolsModel } from './model.ts';

export function resolveTools(scope: Scope, path: Path): ToolsModel {
  const include = words(scope, [...path, 'include']);
  const all = include.length > 0 ? include : [unwritten('*', scope.range(path))];
  return Object.freeze({
    include: all.map(asPattern),
    exclude: words(scope, [...path, 'exclude']).map(asPattern),
    rename: members(scope, [...path, 'rename']).flatMap(({ key: from, path: at }) =>
      words(scope, at).map((to) => Object.freeze({ from, to })),
    ),
    labels: members(scope, [...path, 'labels']).map(({ key, path: at }) =>
      Object.freeze({ tools: asPattern(key), labels: strings(scope, at) }),
    ),
  });
}

const asPattern = ({ text, range }: Word): Pattern => pattern(text, range);
