// `listen` to its model.
import { readValue, textAt } from '../late.ts';
import type { Scope } from '../room.ts';
import { items, unwritten, type Word, words } from '../words.ts';
import type { ListenModel } from './model.ts';

const defaults = { host: '127.0.0.1', port: 8080, path: '/mcp' };

export function resolveListen(scope: Scope): ListenModel {
  const one = (key: 'host' | 'path'): Word =>
    words(scope, ['listen', key])[0] ?? unwritten(defaults[key], scope.range(['listen']));
  return Object.freeze({
    host: one('host'),
    port: Number(textAt(scope, ['listen', 'port']) ?? defaults.port),
    path: one('path'),
    url: words(scope, ['listen', 'url'])[0] ?? null,
    hosts: words(scope, ['listen', 'hosts']),
    origins: words(scope, ['listen', 'origins']),
    seal: items(scope, ['listen', 'seal']).flatMap((path) => {
      const value = readValue(scope, path, true);
      return value === undefined || value.kind === 'literal' ? [] : [value];
    }),
  });
}
