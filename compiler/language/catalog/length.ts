// How long names in the catalog are.
import type { Offer } from './model.ts';

/** What the APIs of the large models accept, in characters. MCP allows twice as many (2026-07-28, server/tools, "Tool Names"). */
export const modelLimit = 64;

/** The shortest name of an offer. A star may stand for nothing, but a tool's name has a character at least. */
export function shortestName({ names }: Offer): number {
  return names.pieces.join('').length + (names.pieces.length > 1 ? 1 : 0);
}
