// A pattern of catalog names that nothing can match: for the rooms that speak of tools.
import { matches, type Pattern } from '../patterns.ts';
import type { Report } from '../room.ts';
import type { CatalogModel } from './model.ts';
import { nearestOffer } from './nearest-offer.ts';

/** Reports the patterns that no server can ever match. Says nothing while no server offers anything. */
export function reportUnmatched(catalog: CatalogModel, patterns: readonly Pattern[], report: Report): void {
  if (catalog.offers.length === 0) return;
  for (const pattern of patterns) {
    if (catalog.offering(pattern).size > 0) continue;
    const alias = catalog.alias.find(({ from }) => matches(pattern, from.text));
    report(pattern.range, {
      message: alias
        ? `“${pattern.text}” matches only the alias “${alias.from.text}”: rules speak of today's names.`
        : `“${pattern.text}” matches no tool that a server can offer.`,
      why: 'The rule would never concern a call.',
      help: alias ? `Write “${alias.to.text}”.` : nearestOffer(catalog, pattern.text),
    });
  }
}
