// The one way a file of YAML is laid out. Comments, order, quotes and line breaks stay; spaces and blank lines are made alike.
import { parseAllDocuments } from 'yaml';
import { piecesOf } from './pieces.ts';
import { print } from './print.ts';

/** The text laid out; or why it is left as it is. */
export type Formatted = { readonly text: string } | { readonly refused: string };

/**
 * Lays out a text. What it means stays the same, and so does every comment: both are compared, and a text for which that
 * does not hold, or that is no YAML of one document, is refused.
 */
export function format(text: string): Formatted {
  const before = meaningOf(text);
  if (before === null) return { refused: 'it is not one document of YAML without mistakes' };
  const printed = print(piecesOf(text.replaceAll('\r\n', '\n')));
  return meaningOf(printed) === before
    ? { text: printed }
    : { refused: 'laid out, it would not mean the same' };
}

/** Equal for texts that mean the same and hold the same comments. Null for what cannot be read. */
function meaningOf(text: string): string | null {
  const documents = parseAllDocuments(text);
  const [document] = documents;
  if (document === undefined || !('errors' in document) || documents.length > 1) return null;
  if (document.errors.length > 0) return null;
  const comments = piecesOf(text).filter(({ kind }) => kind === 'comment');
  return JSON.stringify([document.toJS({ maxAliasCount: 100 }), comments.map((one) => one.text.trimEnd())]);
}
