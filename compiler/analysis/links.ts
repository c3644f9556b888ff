// What the links of chains are in the catalog, and to what calls are led at all.

import { fill } from '../language/catalog/template.ts';
import type { ChainModel, LinkModel } from '../language/failover/model.ts';
import { isExact } from '../language/patterns.ts';
import type { Models } from '../language/rooms.ts';
import type { RouteModel } from '../language/routes/model.ts';

/** The name in the catalog of a link's tool; null where the link is the tool that was called. */
export function linkName({ catalog }: Models, { server, tool }: LinkModel): string | null {
  return tool === null ? null : fill(catalog.pieces, server.text, tool.text);
}

/** Does the chain that a link leads to, or one behind it, come back to `chain`? */
export function leadsTo(
  link: LinkModel,
  chain: ChainModel,
  next: (link: LinkModel) => ChainModel | undefined,
  seen: ReadonlySet<ChainModel> = new Set(),
): boolean {
  const to = next(link);
  if (to === undefined || seen.has(to)) return false;
  if (to === chain) return true;
  const further = new Set([...seen, to]);
  return to.links.some((one) => leadsTo(one, chain, next, further));
}

/** What a route leads to, in words. */
export function targetText({ to }: RouteModel): string {
  return `${to.kind === 'chain' ? 'the chain ' : ''}“${to.word.text}”`;
}

/** Names of a server's tools after rename, as far as they are known. */
export function knownOf({ catalog }: Models, server: string): readonly string[] {
  return catalog.offers.flatMap(({ names, prefix, added, ...offer }) =>
    offer.server === server && !added && isExact(names) && names.text.startsWith(prefix)
      ? [names.text.slice(prefix.length)]
      : [],
  );
}
