// What an agent sees of the catalog, as the bytes that are sent.
import type { CatalogItem, CatalogView } from '../contract/catalog.ts';
import type { Agent } from '../contract/identity.ts';
import { concat, encode } from '../protocol/bytes.ts';

export interface Seen extends Omit<CatalogView, 'ttlMs' | 'missing'> {
  /** The servers of which something is in it. */
  readonly servers: ReadonlySet<string>;
}

/** Made once for each agent, kind and state of the catalog. */
export function see(items: readonly CatalogItem[], agent: Agent): Seen {
  const visible = items.filter((item) => item.judge.visible(agent));
  const elements = visible.flatMap((item, i) => [encode(i === 0 ? '' : ','), item.definition]);
  const json = concat([encode('['), ...elements, encode(']')]);
  const servers = new Set(visible.map(({ server }) => server));
  return { json, servers };
}
