// What a tool of the conforming backend is.
import type { CallToolResult, InputRequiredResult, ServerContext, Tool } from '@modelcontextprotocol/server';

export type Outcome = CallToolResult | InputRequiredResult;

/** A definition and what it does. `args` are the call's arguments, as they came. */
export interface ConformanceTool {
  readonly definition: Tool;
  run(args: Readonly<Record<string, unknown>>, context: ServerContext): Outcome | Promise<Outcome>;
}

/** The schema of a tool without arguments. */
const NOTHING: Tool['inputSchema'] = { type: 'object', properties: {} };

export function tool(
  name: string,
  description: string,
  run: ConformanceTool['run'],
  inputSchema: Tool['inputSchema'] = NOTHING,
): ConformanceTool {
  return { definition: { name, description, inputSchema }, run };
}

/** A schema of required strings. */
export function strings(...names: string[]): Tool['inputSchema'] {
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
  return { type: 'object', properties, required: names };
}

export function text(words: string): CallToolResult {
  return { content: [{ type: 'text', text: words }] };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
