// What legacy clients are told of a modern server's tools: that they may be tasks. Such a server decides with each call, and says nothing.
// 2025-11-25, basic/utilities/tasks, "Tool-Level Negotiation".
import type { CatalogItem, CatalogStage, CatalogView } from '../contract/catalog.ts';
import { concat, skipSpace, stringAt } from '../protocol/bytes.ts';
import { members, skipValue } from '../protocol/skip.ts';
import { type Edit, insertion, splice } from '../protocol/splice.ts';

const OPTIONAL = '"execution":{"taskSupport":"optional"}';

/** Made once for each view of an agent. */
export function createListed(): (catalog: Pick<CatalogStage, 'find'>, view: CatalogView) => CatalogView {
  const known = new WeakMap<Uint8Array, Uint8Array>();
  return (catalog, view) => {
    const json = known.get(view.json) ?? marked(view.json, catalog);
    known.set(view.json, json);
    return { ...view, json };
  };
}

/** The array of definitions with what is said of those that may be tasks. */
function marked(json: Uint8Array, { find }: Pick<CatalogStage, 'find'>): Uint8Array {
  const edits: Edit[] = [];
  for (let at = skipSpace(json, 1); json[at] === 0x7b; at = skipSpace(json, skipValue(json, at) + 1)) {
    const [name, execution] = members(json, at, ['name', 'execution'])?.found ?? [];
    const item = execution === undefined ? find('tool', stringAt(json, name) ?? '') : undefined;
    if ((item as CatalogItem | undefined)?.tasks?.form === 'modern')
      edits.push(insertion(json, at, OPTIONAL));
  }
  return edits.length === 0 ? json : concat(splice(json, edits));
}
