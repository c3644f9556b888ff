// Usual YAML, read at once: block maps and lists, `{ }` and `[ ]`, scalars on one line, comments. Large policies are made of
// nothing else, and the parser of all of YAML takes ten times as long over them. What this reader knows, it reads as that
// parser does, to the last place; where it has the least doubt it gives up, and tells of no mistake: the parser does.
import type { SourceText } from '../../diagnostics/position.ts';
import type { MapNode } from '../node.ts';
import { map } from './block.ts';
import { createCursor, isEnd, toContent, unusual } from './cursor.ts';

/** Characters that mean more than they seem to, wherever they stand. */
const strange = /[\t\r\ufeff]/;

/** The map that the text is; null where the parser must say what it is. */
export function readUsual(source: SourceText): MapNode | null {
  if (strange.test(source.text)) return null;
  const cursor = createCursor(source);
  try {
    toContent(cursor);
    if (cursor.indent !== 0) return null;
    const root = map(cursor, 0);
    return isEnd(cursor) ? root : null;
  } catch (error) {
    if (error !== unusual) throw error;
    return null;
  }
}
