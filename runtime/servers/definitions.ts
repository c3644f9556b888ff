// Tool definitions as raw JSON: where each element of `result.tools` stands in an answer.
import type { ServerMessage, Span } from '../contract/message.ts';
import { skipSpace } from '../protocol/bytes.ts';
import { members, skipValue } from '../protocol/skip.ts';

const COMMA = 0x2c;
const BRACKET = 0x5b;

/**
 * Spans of the tools in the result of `tools/list`.
 * Null when there is not exactly one member `tools`, or it is no array.
 */
export function toolSpans({ bytes, result }: ServerMessage): readonly Span[] | null {
  const tools = result && members(bytes, result.start, ['tools'])?.found[0];
  return tools && bytes[tools.start] === BRACKET ? elements(bytes, tools) : null;
}

function elements(bytes: Uint8Array, array: Span): Span[] | null {
  const found: Span[] = [];
  let at = skipSpace(bytes, array.start + 1);
  while (at < array.end - 1) {
    const end = skipValue(bytes, at);
    if (end < 0) return null;
    found.push({ start: at, end });
    at = skipSpace(bytes, end);
    if (bytes[at] === COMMA) at = skipSpace(bytes, at + 1);
  }
  return found;
}

/** Where a definition's own name stands in its bytes; null when there is not exactly one member `name`. */
export function nameSpan(definition: Uint8Array): Span | null {
  return members(definition, 0, ['name'])?.found[0] ?? null;
}
