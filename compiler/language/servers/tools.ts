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
    overrides: Object.freeze([
      ...members(scope, [...path, 'describe']).flatMap(({ key, path: at }) =>
        words(scope, at).map(({ text }) => ({ tools: asPattern(key), description: text, annotations: {} })),
      ),
      ...members(scope, [...path, 'annotate']).map(({ key, path: at }) => ({
        tools: asPattern(key),
        description: null,
        annotations: hintsAt(scope, at),
      })),
    ]),
    labels: members(scope, [...path, 'labels']).map(({ key, path: at }) =>
      Object.freeze({ tools: asPattern(key), labels: strings(scope, at) }),
    ),
  });
}

const asPattern = ({ text, range }: Word): Pattern => pattern(text, range);

/** Hints and a title, in the order of their keys. */
export function hintsAt(scope: Scope, path: Path): Readonly<Record<string, boolean | string>> {
  const found = members(scope, path).flatMap(({ key, path: at }) => {
    const node = scope.node(at);
    if (node?.kind !== 'scalar' || (typeof node.value !== 'boolean' && typeof node.value !== 'string'))
      return [];
    return [[key.text, node.value] as const];
  });
  return Object.freeze(Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1))));
}
