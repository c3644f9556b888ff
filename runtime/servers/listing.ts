// All pages of `tools/list` from a server of either era: raw definitions, and why some are left out.
// Specification 2026-07-28, server/tools and server/utilities/pagination.
import type { ServerMessage, Span } from '../contract/message.ts';
import type { ListedTool, ToolListing } from '../contract/server.ts';
import { skipSpace } from '../protocol/bytes.ts';
import { METHOD_NOT_FOUND } from '../protocol/errors.ts';
import { members, skipValue } from '../protocol/skip.ts';
import { unfit } from './failure.ts';
import type { Agreement, MirrorOf } from './link.ts';
import { errorText, isRecord, parsed, valueAt } from './message.ts';

const MAX_PAGES = 1000;
const MAX_TOOLS = 100_000;

/** Asks for one page. `params` are raw JSON members. Rejects with a BackendError. */
export type Ask = (method: string, params: string) => Promise<ServerMessage>;

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
  let cursor: unknown;
  for (let page = 0; page < MAX_PAGES && tools.size <= MAX_TOOLS; page++) {
    const answer = await ask('tools/list', cursor === undefined ? '' : `"cursor":${JSON.stringify(cursor)}`);
    const { bytes } = answer;
    const result = valueAt(parsed(answer), 'result');
    for (const { start, end } of toolsIn(answer, result, agreement)) {
      // A copy: the answer's own bytes hold the whole page.
      const definition = new Uint8Array(bytes.subarray(start, end));
      const tool = readTool(definition, tools, agreement, mirrorOf);
      if ('reason' in tool) rejected.push(tool);
      else tools.set(tool.name, tool);
    }
    const ttl = valueAt(result, 'ttlMs');
    if (typeof ttl === 'number' && ttl >= 0) ttlMs = Math.min(ttlMs ?? ttl, ttl);
    const next = valueAt(result, 'nextCursor');
    if (typeof next !== 'string') return { tools: [...tools.values()], ttlMs, rejected };
    if (next === cursor) break;
    cursor = next;
  }
  throw unfit('its list of tools does not end');
}

/** Where the definitions of a page stand. */
function toolsIn(answer: ServerMessage, result: unknown, agreement: Agreement): Span[] {
  const { bytes, errorCode } = answer;
  // A server that declared no tools need not know the method.
  if (errorCode === METHOD_NOT_FOUND && !agreement.tools) return [];
  if (errorCode !== null) throw unfit(`it refuses tools/list: ${errorText(answer)}`);
  const array = Array.isArray(valueAt(result, 'tools'))
    ? members(bytes, answer.result!.start, ['tools'])?.found[0]
    : undefined;
  if (array === undefined) throw unfit('its answer to tools/list has no array of tools');
  const found: Span[] = [];
  for (let start = skipSpace(bytes, array.start + 1); start < array.end - 1; ) {
    const end = skipValue(bytes, start);
    found.push({ start, end });
    // Past the comma.
    start = skipSpace(bytes, skipSpace(bytes, end) + 1);
  }
  return found;
}

/** The tool, or why its definition is left out. */
function readTool(
  definition: Uint8Array,
  known: ReadonlyMap<string, ListedTool>,
  { era }: Agreement,
  mirrorOf: MirrorOf | null,
): ListedTool | ToolListing['rejected'][number] {
  const value = parsed({ bytes: definition });
  const name = valueAt(value, 'name');
  const out = (reason: string) => ({ name: shown(name), reason });
  const schema = valueAt(value, 'inputSchema');
  if (!isRecord(value) || !isRecord(schema)) return out('it or its inputSchema is not an object');
  if (typeof name !== 'string' || name === '' || name !== shown(name))
    return out('its name is not 1 to 512 printable characters');
  if (known.has(name)) return out('its name is listed twice; the first one counts');
  const nameSpan = members(definition, 0, ['name'])?.found[0];
  if (nameSpan === undefined) return out('its definition has the key "name" twice');
  const mirror = mirrorOf?.(schema) ?? null;
  if (typeof mirror !== 'string') return { name, definition, nameSpan, mirror, parsed: value };
  return era === 'modern' ? out(mirror) : { name, definition, nameSpan, mirror: null, parsed: value };
}

/** A name as far as it can be printed. */
function shown(name: unknown): string {
  return String(name ?? '')
    .slice(0, 512)
    .replace(/[\u0000-\u001f\u007f]/g, '?');
}
