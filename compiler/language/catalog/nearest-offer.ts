// What a person may have meant by a name that no server can offer.
import { isExact, overlap, pattern } from '../patterns.ts';
import { suggest } from '../words.ts';
import type { CatalogModel, Offer } from './model.ts';

/** “Did you mean …?” over what the servers can offer, with the written tool under each server's prefix. */
export function nearestOffer({ offers }: CatalogModel, written: string): string {
  const candidates = offers.map((offer) => underPrefix(offer, written));
  return suggest(written, candidates, 'No server offers anything.');
}

/** `crm__*` and `crn__get_x` → `crm__get_x`: the prefix of the offer, the rest as written, if it can be offered. */
function underPrefix({ names, prefix }: Offer, written: string): string {
  const mark = /[^A-Za-z0-9]+$/.exec(prefix)?.[0];
  const at = mark === undefined ? -1 : written.indexOf(mark);
  if (mark === undefined || at < 0 || isExact(names)) return names.text;
  const moved = `${prefix}${written.slice(at + mark.length)}`;
  return overlap(names, pattern(moved, names.range)) ? moved : names.text;
}
