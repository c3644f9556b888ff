// A route that speaks of tools that no server can offer.
import type { CatalogModel } from '../../catalog/model.ts';
import { reportUnmatched } from '../../catalog/unmatched.ts';
import type { Rule } from '../../room.ts';
import type { RoutesModel } from '../model.ts';

export const unmatchedRoute: Rule<{ readonly routes: RoutesModel; readonly catalog: CatalogModel }> = {
  name: 'routes/unmatched-pattern',
  severity: 'error',
  check({ routes, catalog }, report) {
    for (const { tools } of routes.routes) reportUnmatched(catalog, tools, report);
  },
};
