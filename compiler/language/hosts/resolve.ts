// `hosts` to its model.
import type { Scope } from '../room.ts';
import { parseHost } from '../values.ts';
import { readAs, unwritten, words } from '../words.ts';
import type { HostsModel } from './model.ts';

const defaults: readonly string[] = ['node>=20.19', 'deno', 'bun'];

export function resolveHosts(scope: Scope): HostsModel {
  const written = words(scope, ['hosts']);
  const unsaid = scope.target === null ? defaults : [scope.target];
  const all = written.length > 0 ? written : unsaid.map((text) => unwritten(text, scope.range(['hosts'])));
  return Object.freeze(
    all.flatMap((word) => {
      const host = readAs(scope, 'hosts/host', word, parseHost);
      return host === undefined ? [] : [Object.freeze({ ...word, ...host, written: written.length > 0 })];
    }),
  );
}
