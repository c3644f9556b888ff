// What a test file says that a server offers: tools by their names, in short; prompts, resources and templates under keys.
import type { Finding } from '../diagnostics/finding.ts';
import type { MapEntry, Node } from '../source/node.ts';
import { plainValue } from '../source/plain.ts';
import type { Suite } from './model.ts';
import { asMap, child } from './nodes.ts';
import type { BackendTools } from './world/backend.ts';
import { type BackendContext, contextKinds } from './world/context.ts';
import { error, rangeOf } from './wrong.ts';

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

/** Findings in what servers offer, beyond what the schema says. */
export function checkBackends(root: Node): Finding[] {
  return asMap(child(root, 'backends')).entries.flatMap(({ value }) =>
    toolEntries(value).flatMap((tool) => usageTwice(tool.value)),
  );
}

function toolEntries(server: Node): readonly MapEntry[] {
  const own = asMap(server).entries.filter(({ key }) => !backendKeys.has(String(key.value)));
  return [...own, ...asMap(child(server, 'tools')).entries];
}

/** A result that says itself what it took would win, or be lost. */
function usageTwice(tool: Node): Finding[] {
  const result = child(tool, 'result');
  if (result === undefined || child(tool, 'usage') === undefined) return [];
  const holder = [result, child(result, '_meta')].find((one) => one && child(one, 'usage') !== undefined);
  if (holder === undefined) return [];
  const message = 'This result says already what the call took.';
  return [
    error('usage', rangeOf(holder, 'usage'), message, 'Leave it out here, or “usage” beside “result”.'),
  ];
}
