// All that a server of either era lists, every page of every kind: raw definitions, and why some are left out.
// Specification 2026-07-28, server/tools, server/prompts, server/resources and server/utilities/pagination.
import type { ServerMessage, Span } from '../contract/message.ts';
import {
  type Listed,
  OFFER_KINDS,
  type Offerings,
  type OfferKind,
  type TaskSupport,
} from '../contract/server.ts';
import { skipSpace } from '../protocol/bytes.ts';
import { METHOD_NOT_FOUND } from '../protocol/errors.ts';
import { TASKS_EXTENSION } from '../protocol/extensions.ts';
import { isRecord, recordIn } from '../protocol/record.ts';
import { members, skipValue } from '../protocol/skip.ts';
import { failureOf, unfit } from './failure.ts';
import type { Agreement, MirrorOf } from './link.ts';
import { errorText, parsed, valueAt } from './message.ts';

const MAX_PAGES = 1000;
const MAX_ITEMS = 100_000;

/** How a kind is listed: by which method, under which capability, and what its things are called by. */
const KINDS: Readonly<Record<OfferKind, { method: string; capability: string; key: string }>> = {
  tools: { method: 'tools/list', capability: 'tools', key: 'name' },
  prompts: { method: 'prompts/list', capability: 'prompts', key: 'name' },
  resources: { method: 'resources/list', capability: 'resources', key: 'uri' },
  resourceTemplates: { method: 'resources/templates/list', capability: 'resources', key: 'uriTemplate' },
};

/** Asks for one page. `params` are raw JSON members. Rejects with a BackendError. */
export type Ask = (method: string, params: string) => Promise<ServerMessage>;

type Rejected = Offerings['rejected'][number];

/** What was listed of one kind. */
interface Listing {
  readonly items: readonly Listed[];
  readonly ttlMs: number | null;
  readonly rejected: readonly Rejected[];
}

const NOTHING: Listing = { items: [], ttlMs: null, rejected: [] };

/**
 * Lists every page of every kind that the server has.
 *
 * @param kinds what is wanted, everything unless said otherwise; of other kinds nothing is asked.
 * @param mirrorOf reads `x-mcp-header` annotations; null where the transport has no header fields. A tool whose
 * annotations are invalid is left out in the modern era.
 * @throws BackendError when a page is not what the protocol has.
 */
export async function listAll(
  ask: Ask,
  agreement: Agreement,
  mirrorOf: MirrorOf | null,
  kinds: readonly OfferKind[] = OFFER_KINDS,
): Promise<Offerings> {
  const { capabilities, instructions } = agreement;
  const list = (kind: OfferKind): Promise<Listing> | Listing => {
    // Some servers do not declare that they have tools.
    const has = kind === 'tools' || isRecord(capabilities[KINDS[kind].capability]);
    if (!has || !kinds.includes(kind)) return NOTHING;
    const listed = listKind(kind, ask, agreement, mirrorOf);
    return kind === 'tools' ? listed : listed.catch((error) => spoiled(kind, error));
  };
  const [tools, prompts, resources, templates] = await Promise.all([
    list('tools'),
    list('prompts'),
    list('resources'),
    list('resourceTemplates'),
  ]);
  const all = [tools, prompts, resources, templates];
  return {
    tools: tools.items,
    prompts: prompts.items,
    resources: resources.items,
    resourceTemplates: templates.items,
    completions: isRecord(capabilities.completions),
    logs: isRecord(capabilities.logging),
    updates: valueAt(capabilities.resources, 'subscribe') === true,
    tasks: tasksOf(agreement),
    extensions: recordIn(capabilities.extensions),
    experimental: recordIn(capabilities.experimental),
    instructions,
    ttlMs: all.reduce<number | null>((least, { ttlMs }) => shorter(least, ttlMs), null),
    rejected: all.flatMap(({ rejected }) => rejected),
  };
}

/** 2025-11-25, basic/utilities/tasks, "Server Capabilities"; the extension, "Capability Negotiation". */
function tasksOf({ era, capabilities }: Agreement): TaskSupport | null {
  if (era === 'modern')
    return isRecord(valueAt(capabilities.extensions, TASKS_EXTENSION))
      ? { form: 'modern', cancel: true }
      : null;
  if (!isRecord(valueAt(capabilities.tasks, 'requests', 'tools', 'call'))) return null;
  return { form: 'legacy', cancel: isRecord(valueAt(capabilities.tasks, 'cancel')) };
}

/** What is wrong with one of the other lists is no reason to do without the tools. */
function spoiled(kind: OfferKind, error: unknown): Listing {
  const { kind: what, detail } = failureOf(error);
  if (what !== 'protocol') throw error;
  return { ...NOTHING, rejected: [{ kind, name: '*', reason: detail }] };
}

function shorter(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

async function listKind(
  kind: OfferKind,
  ask: Ask,
  agreement: Agreement,
  mirrorOf: MirrorOf | null,
): Promise<Listing> {
  const { method } = KINDS[kind];
  const items = new Map<string, Listed>();
  const rejected: Rejected[] = [];
  let ttlMs: number | null = null;
  let cursor: unknown;
  for (let page = 0; page < MAX_PAGES && items.size <= MAX_ITEMS; page++) {
    const answer = await ask(method, cursor === undefined ? '' : `"cursor":${JSON.stringify(cursor)}`);
    const { bytes } = answer;
    const result = valueAt(parsed(answer), 'result');
    for (const { start, end } of itemsIn(kind, answer, result, agreement)) {
      // A copy: the answer's own bytes hold the whole page.
      const definition = new Uint8Array(bytes.subarray(start, end));
      const item = readItem(kind, definition, items, agreement, mirrorOf);
      if ('reason' in item) rejected.push(item);
      else items.set(item.name, item);
    }
    const ttl = valueAt(result, 'ttlMs');
    if (typeof ttl === 'number' && ttl >= 0) ttlMs = shorter(ttlMs, ttl);
    const next = valueAt(result, 'nextCursor');
    if (typeof next !== 'string') return { items: [...items.values()], ttlMs, rejected };
    if (next === cursor) break;
    cursor = next;
  }
  throw unfit(`its list of ${kind} does not end`);
}

/** Where the definitions of a page stand. */
function itemsIn(kind: OfferKind, answer: ServerMessage, result: unknown, agreement: Agreement): Span[] {
  const { bytes, errorCode } = answer;
  const { method, capability } = KINDS[kind];
  // A server that did not declare it need not know the method; one with resources need have no templates.
  const optional = kind === 'resourceTemplates' || !isRecord(agreement.capabilities[capability]);
  if (errorCode === METHOD_NOT_FOUND && optional) return [];
  if (errorCode !== null) throw unfit(`it refuses ${method}: ${errorText(answer)}`);
  const array = Array.isArray(valueAt(result, kind))
    ? members(bytes, answer.result!.start, [kind])?.found[0]
    : undefined;
  if (array === undefined) throw unfit(`its answer to ${method} has no array of ${kind}`);
  const found: Span[] = [];
  for (let start = skipSpace(bytes, array.start + 1); start < array.end - 1; ) {
    const end = skipValue(bytes, start);
    found.push({ start, end });
    // Past the comma.
    start = skipSpace(bytes, skipSpace(bytes, end) + 1);
  }
  return found;
}

/** The thing that is listed, or why its definition is left out. */
function readItem(
  kind: OfferKind,
  definition: Uint8Array,
  known: ReadonlyMap<string, Listed>,
  { era }: Agreement,
  mirrorOf: MirrorOf | null,
): Listed | Rejected {
  const { key } = KINDS[kind];
  const value = parsed({ bytes: definition });
  const name = valueAt(value, key);
  const longest = key === 'name' ? MAX_NAME : MAX_URI;
  const out = (reason: string): Rejected => ({ kind, name: shown(name, longest), reason });
  const schema = kind === 'tools' ? valueAt(value, 'inputSchema') : {};
  if (!isRecord(value) || !isRecord(schema)) return out('it or its inputSchema is not an object');
  if (typeof name !== 'string' || name === '' || name !== shown(name, longest))
    return out(`its ${key} is not 1 to ${longest} printable characters`);
  if (known.has(name)) return out(`its ${key} is listed twice; the first one counts`);
  const nameSpan = members(definition, 0, [key])?.found[0];
  if (nameSpan === undefined) return out(`its definition has the key "${key}" twice`);
  const mirror = kind === 'tools' ? (mirrorOf?.(schema) ?? null) : null;
  if (typeof mirror !== 'string') return { name, definition, nameSpan, mirror, parsed: value };
  return era === 'modern' ? out(mirror) : { name, definition, nameSpan, mirror: null, parsed: value };
}

/** The longest name, and the longest URI, in characters. */
const MAX_NAME = 512;
const MAX_URI = 2048;

/** A name as far as it can be printed. */
function shown(name: unknown, longest: number): string {
  return String(name ?? '')
    .slice(0, longest)
    .replace(/[\u0000-\u001f\u007f]/g, '?');
}
