// What a test file says that a server offers: tools by their names, in short; prompts, resources and templates under keys.
import type { MapEntry } from '../source/node.ts';
import { plainValue } from '../source/plain.ts';
import type { Suite } from './model.ts';
import type { BackendTools } from './world/backend.ts';
import { type BackendContext, contextKinds } from './world/context.ts';

/** Keys of a server that are no tools of that name. */
export const backendKeys: ReadonlySet<string> = new Set(['tools', ...contextKinds]);

/** A server of `backends`. */
export function backendOf({ key, value }: MapEntry): Suite['backends'][number] {
  const server = { value: String(key.value), range: key.range };
  const { tools, ...rest } = plainValue(value) as Record<string, BackendTools>;
  const own = Object.entries(rest);
  return {
    server,
    tools: {
      ...(Object.fromEntries(own.filter(([key]) => !backendKeys.has(key))) as BackendTools),
      ...tools,
    },
    context: Object.fromEntries(own.filter(([key]) => backendKeys.has(key))) as BackendContext,
  };
}
