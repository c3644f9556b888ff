// Which tools, prompts and resources a run knows, as the catalog names them: what the servers of a test file offer.
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { BackendTool, BackendTools } from './backend.ts';
import type { BackendContext } from './context.ts';
import { isObject } from './protocol.ts';

/** A tool that some server has; the gateway may still hide it. */
export interface KnownTool {
  readonly server: string;
  readonly tool: BackendTool;
}

/**
 * Catalog names, what is added and aliases included. A tool that the gateway's configuration leaves out is known too:
 * a test may want to see that it is hidden.
 *
 * @param offered tools by server
 */
export function knownTools(
  plan: Plan,
  offered: ReadonlyMap<string, BackendTools>,
): ReadonlyMap<string, KnownTool> {
  const known = new Map<string, KnownTool>();
  for (const server of plan.servers) {
    for (const [original, tool] of Object.entries(offered.get(server.name) ?? {})) {
      const renamed = Object.hasOwn(server.rename, original) ? server.rename[original]! : original;
      known.set(plan.catalog.name(server.name, renamed), { server: server.name, tool });
    }
  }
  for (const [name, { server, tool }] of Object.entries(plan.catalog.add ?? {})) {
    const target = known.get(plan.catalog.name(server, tool));
    if (target?.server === server) known.set(name, target);
  }
  for (const [old, today] of Object.entries(plan.catalog.alias)) {
    const tool = known.get(today);
    if (tool !== undefined && !known.has(old)) known.set(old, tool);
  }
  return known;
}

export interface KnownContext {
  /** Names in the catalog. */
  readonly prompts: readonly string[];
  /** URIs that are listed. */
  readonly resources: readonly string[];
  readonly templates: readonly string[];
  /** Names of the arguments of a prompt; none where it says nothing of them. */
  argumentsOf(prompt: string): readonly string[];
  /** Could some server have a resource of this URI? */
  isResource(uri: string): boolean;
}

/** @param context prompts and resources by server */
export function knownContext(plan: Plan, context: ReadonlyMap<string, BackendContext>): KnownContext {
  const own = plan.servers.map(({ name }) => ({ server: name, ...context.get(name) }));
  const prompts = new Map(
    own.flatMap(({ server, prompts = {} }) =>
      Object.entries(prompts).map(([name, given]) => [plan.catalog.name(server, name), given] as const),
    ),
  );
  const resources = own.flatMap((one) => Object.keys(one.resources ?? {}));
  const templates = own.flatMap((one) => Object.keys(one.resourceTemplates ?? {}));
  const heads = templates.map((template) => template.split('{', 1)[0]!);
  return {
    prompts: [...prompts.keys()],
    argumentsOf: (name) => argumentNames(prompts.get(name)?.arguments),
    resources,
    templates,
    isResource: (uri) =>
      resources.includes(uri) ||
      heads.some((head) => uri.startsWith(head)) ||
      (plan.catalog.resources ?? []).some(({ matches }) => matches(uri)),
  };
}

function argumentNames(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.flatMap((one) => (isObject(one) ? String(one.name) : [])) : [];
}

/** The variables of a URI template (RFC 6570), in their order. */
export function variablesOf(template: string): readonly string[] {
  return [...template.matchAll(/\{[+#./;?&]?([^{}]*)\}/g)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.replace(/[:*].*$/, '')),
  );
}
