// Room `routes`: which way calls go.
import type { CatalogModel } from '../catalog/model.ts';
import type { FailoverModel } from '../failover/model.ts';
import type { IssuersModel } from '../issuers/model.ts';
import type { Room } from '../room.ts';
import type { ServersModel } from '../servers/model.ts';
import { generateRoutes } from './generate.ts';
import type { RoutesModel } from './model.ts';
import { resolveRoutes } from './resolve.ts';
import { unknownTarget } from './rules/unknown-target.ts';
import { unmatchedRoute } from './rules/unmatched-pattern.ts';

/** What the room builds on. */
export interface Before {
  readonly servers: ServersModel;
  readonly failover: FailoverModel;
  readonly catalog: CatalogModel;
  readonly issuers: IssuersModel;
}

export const routes: Room<'routes', RoutesModel, Before> = {
  key: 'routes',
  resolve: resolveRoutes,
  rules: [unknownTarget, unmatchedRoute],
  generate: generateRoutes,
};
