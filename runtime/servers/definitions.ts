// Tool definitions as raw JSON: where each element of `result.tools` stands in an answer.
import type { ServerMessage, Span } from '../contract/message.ts';
import { skipMembers, skipSpace, skipValue } from '../protocol/skip.ts';

const COMMA = 0x2c;
const BRACKET = 0x5b;

interface Found {
  tools: Span | null;
}

/**
 * Spans of the tools in the result of `tools/list`.
 * Null when there is not exactly one member `tools`, or it is no array.
 */
export function toolSpans(answer: ServerMessage): readonly Span[] | null {
  if (answer.result === null) return null;
  const found: Found = { tools: null };
  if (skipMembers(answer.bytes, answer.result.start, found, noteTools) < 0) return null;
  const { tools } = found;
  return tools === null || answer.bytes[tools.start] !== BRACKET ? null : elements(answer.bytes, tools);
}

function noteTools(found: Found, key: string, start: number, end: number): boolean {
  if (key !== 'tools') return true;
  if (found.tools !== null) return false;
  found.tools = { start, end };
  return true;
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
  const found: { name: Span | null } = { name: null };
  const note = (into: typeof found, key: string, start: number, end: number): boolean => {
    if (key !== 'name') return true;
    if (into.name !== null) return false;
    into.name = { start, end };
    return true;
  };
  return skipMembers(definition, 0, found, note) < 0 ? null : found.name;
}
