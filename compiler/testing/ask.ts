// The questions that a test can ask of a gateway: may this call pass (of a tool, prompt or resource), how does an
// argument go on, and what is listed.
import type { Args, Completes, Verb } from './model.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { ClientRequest } from './world/client.ts';
import { listMethods, type OfferKind } from './world/context.ts';
import type { KnownTool } from './world/names.ts';
import { isObject, paramFields } from './world/protocol.ts';
import { type World, WorldError } from './world/world.ts';

export interface Question {
  readonly as: string;
  /** Default: `call`. */
  readonly verb?: Verb;
  /** The tool or prompt by its name in the catalog, or the resource's URI. */
  readonly call: string;
  readonly args: Args;
  /** With `complete`. */
  readonly completes?: Completes;
}

/** Calls a tool, gets a prompt, reads a resource or asks for a completion, and says what became of it. */
export async function call(
  world: World,
  tools: ReadonlyMap<string, KnownTool>,
  question: Question,
): Promise<Outcome> {
  const { received, records } = await world.ask({
    ...requestOf(question, tools),
    as: question.as,
  });
  const [record, second] = records;
  if (record === undefined || second !== undefined) {
    throw new WorldError(`One call made ${records.length} audit records instead of one.`);
  }
  return outcomeOf(record, received);
}

function requestOf(
  { verb = 'call', call: name, args, completes }: Question,
  tools: ReadonlyMap<string, KnownTool>,
): Omit<ClientRequest, 'as'> {
  if (completes !== undefined) {
    const { of, argument, value } = completes;
    const ref = of === 'prompt' ? { type: 'ref/prompt', name } : { type: 'ref/resource', uri: name };
    const params = { ref, argument: { name: argument, value } };
    return { method: 'completion/complete', params, fields: [] };
  }
  if (verb === 'read') return { method: 'resources/read', params: { uri: name }, fields: [] };
  const params = { name, arguments: args };
  if (verb === 'get') return { method: 'prompts/get', params, fields: [] };
  return { method: 'tools/call', params, fields: paramFields(tools.get(name)?.tool.inputSchema, args) };
}

/** The names (of resources: URIs) that an agent sees, or why it sees none. */
export type Listed = { readonly names: readonly string[] } | { readonly refused: string };

/** Asks for the catalog's things of a kind, every page of them. */
export async function list(world: World, as: string, of: OfferKind): Promise<Listed> {
  const { method, key: named } = listMethods[of];
  const names: string[] = [];
  for (let cursor: unknown; ; ) {
    const params = cursor === undefined ? {} : { cursor };
    const { received } = await world.ask({ method, params, as, fields: [] });
    const result = received.message?.result;
    if (!isObject(result) || !Array.isArray(result[of])) return { refused: `HTTP status ${received.status}` };
    for (const one of result[of] as readonly unknown[]) names.push(isObject(one) ? String(one[named]) : '');
    if (result.nextCursor === undefined) return { names };
    cursor = result.nextCursor;
  }
}
