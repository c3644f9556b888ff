// What an agent sees of the catalog, as the bytes that are sent.
import type { Agent } from '../contract/identity.ts';
import type { CatalogTool, CatalogView } from '../contract/stages.ts';
import { concat, encode } from '../protocol/bytes.ts';

export type Seen = Omit<CatalogView, 'ttlMs'>;

/** Made once for each agent and state of the catalog. */
export function see(tools: readonly CatalogTool[], agent: Agent): Seen {
  const visible = tools.filter((tool) => tool.judge.visible(agent));
  const elements = visible.flatMap((tool, i) => [encode(i === 0 ? '' : ','), tool.definition]);
  const json = concat([encode('['), ...elements, encode(']')]);
  return { json, filtered: visible.length < tools.length };
}
