// What the gateway's author says of a server's tools. Only where a server has `tools.describe` or `tools.annotate`.
import type { Overridden } from '../contract/catalog.ts';
import { encode } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';

/** The definition with what the gateway's author says in place of the server. */
export const overridden: Overridden = (listed, overrides, name) => {
  const { annotations } = listed.parsed;
  const own = typeof annotations === 'object' && annotations !== null ? annotations : {};
  const parsed = { ...listed.parsed, ...overrides(name, own) };
  const definition = encode(JSON.stringify(parsed));
  return { ...listed, parsed, definition, nameSpan: members(definition, 0, ['name'])!.found[0]! };
};
