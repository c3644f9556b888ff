// All pages of `tools/list` from a server of either era: raw definitions, and why some are left out.
// Specification 2026-07-28, server/tools and server/utilities/pagination.
import type { ServerMessage, Span } from '../contract/message.ts';
import type { ListedTool, ToolListing } from '../contract/server.ts';
import { METHOD_NOT_FOUND } from '../protocol/errors.ts';
import { skipSpace } from '../protocol/bytes.ts';
import { members, skipValue } from '../protocol/skip.ts';
import { unfit } from './failure.ts';
import type { Agreement, MirrorOf } from './link.ts';
import { errorText, isRecord, type Json, valueAt } from './message.ts';

const MAX_PAGES = 1000;
const MAX_TOOLS = 100_000;
const MAX_NAME = 512;
const COMMA = 0x2c;

/** Asks for one page. `members` of params are raw JSON. Rejects with a BackendError. */
export type Ask = (method: string, members: string) => Promise<ServerMessage>;

/**
 * Lists every page.
 *
 * @param mirrorOf reads `x-mcp-header` annotations; null where the transport has no header fields. A tool whose
 * annotations are invalid is left out in the modern era.
 * @throws BackendError when a page is not what the protocol has.
 */
export async function listAll(
  ask: Ask,
  agreement: Agreement,
  mirrorOf: MirrorOf | null,
): Promise<ToolListing> {
  const tools = new Map<string, ListedTool>();
  const rejected: { name: string; reason: string }[] = [];
  let ttlMs: number | null = null;
  let cursor: unknown = null;
  for (let asked = 0; asked < MAX_PAGES && tools.size <= MAX_TOOLS; asked++) {
    const answer = await ask('tools/list', cursor === null ? '' : `"cursor":${JSON.stringify(cursor)}`);
    // A server that declared no tools need not know the method.
    const none = !agreement.tools && answer.errorCode === METHOD_NOT_FOUND;
    const { result, tools: listed } = none ? NOTHING : readPage(answer);
    for (const { definition, parsed } of listed) {
      const tool = readTool(definition, parsed, agreement, mirrorOf);
      if (typeof tool === 'string') rejected.push({ name: shown(parsed), reason: tool });
      else if (tools.has(tool.name)) rejected.push({ name: tool.name, reason: TWICE });
      else tools.set(tool.name, tool);
    }
    const { ttlMs: ttl, nextCursor: next } = result;
    if (typeof ttl === 'number' && ttl >= 0) ttlMs = Math.min(ttlMs ?? ttl, ttl);
    if (typeof next !== 'string') return { tools: [...tools.values()], ttlMs, rejected };
    if (next === cursor) break;
    cursor = next;
  }
  throw unfit('its list of tools does not end');
}

interface Page {
  readonly result: Json;
  readonly tools: readonly { readonly definition: Uint8Array; readonly parsed: unknown }[];
}

const NOTHING: Page = { result: {}, tools: [] };
const TWICE = 'the server lists this name twice; the first one counts';

function readPage(answer: ServerMessage): Page {
  if (answer.kind === 'error') throw unfit(`it refuses tools/list: ${errorText(answer)}`);
  const { bytes } = answer;
  const result = valueAt(answer, 'result');
  const array = only(bytes, answer.result!.start, 'tools');
  const spans = array === null ? [] : elements(bytes, array);
  if (!isRecord(result) || !Array.isArray(result.tools) || spans.length !== result.tools.length || !array)
    throw unfit('its answer to tools/list has no array of tools');
  // Copies: the answer's own bytes hold the whole page.
  const tools = spans.map(({ start, end }, i) => ({
    definition: new Uint8Array(bytes.subarray(start, end)),
    parsed: (result.tools as unknown[])[i],
  }));
  return { result, tools };
}

/** The value of this key of the object at `at`; null when the key is not there exactly once. */
function only(bytes: Uint8Array, at: number, key: string): Span | null {
  return members(bytes, at, [key])?.found[0] ?? null;
}

/** Where the elements of a valid array stand. */
function elements(bytes: Uint8Array, array: Span): Span[] {
  const found: Span[] = [];
  let at = skipSpace(bytes, array.start + 1);
  while (at < array.end - 1) {
    const end = skipValue(bytes, at);
    if (end < 0) break;
    found.push({ start: at, end });
    at = skipSpace(bytes, end);
    if (bytes[at] === COMMA) at = skipSpace(bytes, at + 1);
  }
  return found;
}

/** The tool, or why its definition is left out. */
function readTool(
  definition: Uint8Array,
  parsed: unknown,
  { era }: Agreement,
  mirrorOf: MirrorOf | null,
): ListedTool | string {
  if (!isRecord(parsed)) return 'it is not an object';
  const { name, inputSchema } = parsed;
  if (typeof name !== 'string' || name === '') return 'it has no name';
  if (name.length > MAX_NAME) return `its name is longer than ${MAX_NAME} characters`;
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'its name has control characters';
  if (!isRecord(inputSchema)) return 'its inputSchema is not an object';
  const nameSpan = only(definition, 0, 'name');
  if (nameSpan === null) return 'its definition has the key "name" twice';
  const mirror = mirrorOf?.(inputSchema) ?? null;
  if (typeof mirror !== 'string') return { name, definition, nameSpan, mirror, parsed };
  return era === 'modern' ? mirror : { name, definition, nameSpan, mirror: null, parsed };
}

/** The name of a tool that is left out, as far as it can be printed. */
function shown(parsed: unknown): string {
  const name = isRecord(parsed) ? String(parsed.name ?? '') : '';
  return name.slice(0, MAX_NAME).replace(/[\u0000-\u001f\u007f]/g, '?');
}
