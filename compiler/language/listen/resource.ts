// The URL by which agents know the gateway, where tokens are taken: what they are for (RFC 9728, `resource`).
import { resourceOf } from '../issuers/audience.ts';
import type { IssuersModel } from '../issuers/model.ts';
import { parseUrl } from '../servers/address.ts';
import type { Word } from '../words.ts';
import type { ListenModel } from './model.ts';

export interface Listening {
  readonly issuers: IssuersModel;
  readonly listen: ListenModel;
}

/** Null where there are no issuers, or where it is none; that is said elsewhere. */
export function resourceUrl({
  issuers,
  listen,
}: Listening): { readonly word: Word; readonly url: URL } | null {
  const word = issuers.issuers.length === 0 ? null : (listen.url ?? resourceOf(issuers));
  const url = word && parseUrl(word.text);
  return word && url && /^https?:$/.test(url.protocol) ? { word, url } : null;
}
