// `catalog` to its model.
import type { FailoverModel } from '../failover/model.ts';
import { resourcePattern } from '../resources.ts';
import type { Scope } from '../room.ts';
import type { ServersModel } from '../servers/model.ts';
import { members, unwritten, words } from '../words.ts';
import { offersOfAdded, resolveAdded, withAdded } from './added.ts';
import { argumentsOf } from './arguments.ts';
import { resolveLock } from './lock.ts';
import type { CatalogModel } from './model.ts';
import { offeringOf, offersOf } from './offers.ts';
import { parseTemplate } from './template.ts';

export const defaultTemplate = '{server}__{tool}';

interface Before {
  readonly servers: ServersModel;
  readonly failover: FailoverModel;
}

export function resolveCatalog(scope: Scope, { servers, failover }: Before): CatalogModel {
  const written = words(scope, ['catalog', 'name'])[0];
  const template = written ?? unwritten(defaultTemplate, scope.keyRange(['catalog', 'name']));
  const pieces = parseTemplate(template.text);
  const added = resolveAdded(scope, failover);
  const locked = resolveLock(scope, servers, pieces);
  const lock = withAdded(locked, added);
  const offers = [...offersOf(servers, pieces, locked), ...offersOfAdded(added)];
  return Object.freeze({
    template,
    pieces,
    alias: Object.freeze(
      members(scope, ['catalog', 'alias']).flatMap(({ key: from, path }) =>
        words(scope, path).map((to) => Object.freeze({ from, to })),
      ),
    ),
    added,
    resources: Object.freeze(
      members(scope, ['catalog', 'resources']).flatMap(({ key, path }) =>
        words(scope, path).map((server) => Object.freeze({ pattern: resourcePattern(key), server })),
      ),
    ),
    offers: Object.freeze(offers),
    lock,
    offering: offeringOf(offers),
    argsOf: argumentsOf(lock),
  });
}
