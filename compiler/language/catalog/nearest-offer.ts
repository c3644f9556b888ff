// What a person may have meant by a name that no server can offer.
import { isExact, type Pattern } from '../patterns.ts';
import { suggest } from '../words.ts';
import type { CatalogModel } from './model.ts';

/** “Did you mean …?” over what the servers can offer, with the written tool under each server's prefix. */
export function nearestOffer({ offers }: CatalogModel, written: string): string {
  const candidates = offers.map(({ names }) => (isExact(names) ? names.text : underPrefix(names, written)));
  return suggest(written, candidates, 'No server offers anything.');
}

/** `crm__*` and `crn__get_x` → `crm__get_x`: the prefix of the offer, the rest as written. */
function underPrefix(names: Pattern, written: string): string {
  const prefix = names.pieces[0] ?? '';
  const mark = /[^A-Za-z0-9]+$/.exec(prefix)?.[0];
  const at = mark === undefined ? -1 : written.indexOf(mark);
  return mark === undefined || at < 0 ? names.text : `${prefix}${written.slice(at + mark.length)}`;
}
