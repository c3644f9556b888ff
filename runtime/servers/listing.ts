// All pages of `tools/list` from a server of either era: raw definitions, and why some are left out.
// Specification 2026-07-28, server/tools and server/utilities/pagination.
import type { ServerMessage, Span } from '../contract/message.ts';
import { BackendError, type ListedTool, type Mirror, type ToolListing } from '../contract/server.ts';
import { METHOD_NOT_FOUND } from '../protocol/errors.ts';
import { nameSpan, toolSpans } from './definitions.ts';
import { type Agreement, errorText, record, resultOf } from './era.ts';
import { broken } from './failure.ts';

const MAX_PAGES = 1000;
const MAX_TOOLS = 100_000;
const MAX_NAME = 512;

/** Sends one request of the gateway's own. `params` are raw JSON members, without `_meta`. Rejects with a BackendError. */
export type Ask = (method: string, params: string) => Promise<ServerMessage>;

/** The mirror of an input schema, if it asks for one; a text says why its annotations are invalid. */
export type MirrorOf = (inputSchema: unknown) => Mirror | null | string;

type Draft = {
  readonly agreement: Agreement;
  readonly mirrorOf: MirrorOf | null;
  tools: Map<string, ListedTool>;
  rejected: { name: string; reason: string }[];
  ttlMs: number | null;
};

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
  const draft: Draft = { agreement, mirrorOf, tools: new Map(), rejected: [], ttlMs: null };
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await ask('tools/list', cursor === null ? '' : `"cursor":${JSON.stringify(cursor)}`);
    const next = takePage(draft, answer);
    if (next === null)
      return { tools: [...draft.tools.values()], ttlMs: draft.ttlMs, rejected: draft.rejected };
    if (next === cursor || draft.tools.size > MAX_TOOLS) break;
    cursor = next;
  }
  throw new BackendError(broken('its list of tools does not end', false));
}

/** Adds a page; returns the cursor of the next one. */
function takePage(draft: Draft, answer: ServerMessage): string | null {
  if (answer.kind === 'error') {
    // A server that declared no tools need not know the method.
    if (!draft.agreement.tools && answer.errorCode === METHOD_NOT_FOUND) return null;
    throw new BackendError(broken(`it refuses tools/list: ${errorText(answer)}`, false));
  }
  const result = resultOf(answer);
  const parsed = result?.tools;
  const spans = toolSpans(answer);
  if (result === null || !Array.isArray(parsed) || spans === null || spans.length !== parsed.length)
    throw new BackendError(broken('its answer to tools/list has no array of tools', false));
  for (const [i, span] of spans.entries()) takeTool(draft, answer.bytes, span, parsed[i]);
  draft.ttlMs = shortest(draft.ttlMs, result.ttlMs);
  return typeof result.nextCursor === 'string' ? result.nextCursor : null;
}

function takeTool(draft: Draft, bytes: Uint8Array, span: Span, value: unknown): void {
  // A copy: the answer's own bytes hold the whole page.
  const listed = readTool(draft, bytes.slice(span.start, span.end), record(value));
  if (typeof listed !== 'string') draft.tools.set(listed.name, listed);
  else draft.rejected.push({ name: printable(record(value)?.name), reason: listed });
}

type Parsed = Readonly<Record<string, unknown>>;

/** The tool, or why its definition is left out. */
function readTool(draft: Draft, definition: Uint8Array, parsed: Parsed | null): ListedTool | string {
  if (parsed === null) return 'it is not an object';
  const { name, inputSchema } = parsed;
  if (typeof name !== 'string' || name === '') return 'it has no name';
  if (name.length > MAX_NAME) return `its name is longer than ${MAX_NAME} characters`;
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'its name has control characters';
  if (draft.tools.has(name)) return 'the server lists this name twice; the first one counts';
  if (record(inputSchema) === null) return 'its inputSchema is not an object';
  const span = nameSpan(definition);
  if (span === null) return 'its definition has the key "name" twice';
  const mirror = draft.mirrorOf?.(inputSchema) ?? null;
  if (typeof mirror !== 'string') return { name, definition, nameSpan: span, mirror, parsed };
  if (draft.agreement.era === 'modern') return mirror;
  return { name, definition, nameSpan: span, mirror: null, parsed };
}

function printable(name: unknown): string {
  return String(name ?? '')
    .slice(0, MAX_NAME)
    .replace(/[\u0000-\u001f\u007f]/g, '?');
}

function shortest(known: number | null, said: unknown): number | null {
  if (typeof said !== 'number' || !(said >= 0)) return known;
  return known === null ? said : Math.min(known, said);
}
