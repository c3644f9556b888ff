// The two questions that a test can ask of a gateway: may this call pass, and what is listed.
import { ANONYMOUS } from './check.ts';
import type { Args } from './model.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { testKey } from './world/keys.ts';
import type { KnownTool } from './world/names.ts';
import { isObject, paramFields } from './world/protocol.ts';
import { type World, WorldError } from './world/world.ts';

export interface Question {
  readonly as: string;
  readonly call: string;
  readonly args: Args;
}

/** Calls a tool and says what became of it. */
export async function call(
  world: World,
  tools: ReadonlyMap<string, KnownTool>,
  question: Question,
): Promise<Outcome> {
  const { received, records } = await world.ask({
    method: 'tools/call',
    params: { name: question.call, arguments: question.args },
    key: keyOf(question.as),
    fields: paramFields(tools.get(question.call)?.tool.inputSchema, question.args),
  });
  const [record, second] = records;
  if (record === undefined || second !== undefined) {
    throw new WorldError(`One call made ${records.length} audit records instead of one.`);
  }
  return outcomeOf(record, received);
}

/** The tools that an agent sees, or why it sees none. */
export type Listed = { readonly names: readonly string[] } | { readonly refused: string };

/** Asks for the catalog, every page of it. */
export async function list(world: World, as: string): Promise<Listed> {
  const names: string[] = [];
  for (let cursor: unknown; ; ) {
    const params = cursor === undefined ? {} : { cursor };
    const { received } = await world.ask({ method: 'tools/list', params, key: keyOf(as), fields: [] });
    const result = received.message?.result;
    if (!isObject(result) || !Array.isArray(result.tools))
      return { refused: `HTTP status ${received.status}` };
    for (const tool of result.tools as readonly unknown[])
      names.push(isObject(tool) ? String(tool.name) : '');
    if (result.nextCursor === undefined) return { names };
    cursor = result.nextCursor;
  }
}

function keyOf(as: string): string | null {
  return as === ANONYMOUS ? null : testKey(as);
}
