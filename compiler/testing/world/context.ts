// Prompts, resources and resource templates of a server in memory, and its answers about them.
import { FRESH, isObject } from './protocol.ts';

/** What a definition says and what is answered: a text in short, and what each argument may be. */
export type BackendThing = Readonly<Record<string, unknown>> & {
  readonly text?: string;
  readonly complete?: Readonly<Record<string, readonly string[]>>;
};

export const contextKinds = ['prompts', 'resources', 'resourceTemplates'] as const;
type ContextKind = (typeof contextKinds)[number];
export type OfferKind = 'tools' | ContextKind;

/** By kind, by the server's own names and by URIs. */
export type BackendContext = { readonly [Kind in ContextKind]?: Readonly<Record<string, BackendThing>> };

/** How each kind is listed, and the key that names one. */
export const listMethods: Readonly<Record<OfferKind, { readonly method: string; readonly key: string }>> = {
  tools: { method: 'tools/list', key: 'name' },
  prompts: { method: 'prompts/list', key: 'name' },
  resources: { method: 'resources/list', key: 'uri' },
  resourceTemplates: { method: 'resources/templates/list', key: 'uriTemplate' },
};

/** Both; where they name the same thing, `over` adds to what `under` says of it. */
export function mergeContext(under: BackendContext, over: BackendContext): BackendContext {
  const merged = contextKinds.map((kind) => {
    const things = new Map(Object.entries(under[kind] ?? {}));
    for (const [name, thing] of Object.entries(over[kind] ?? {}))
      things.set(name, { ...things.get(name), ...thing });
    return [kind, Object.fromEntries(things)] as const;
  });
  return Object.fromEntries(merged);
}

interface Asked {
  readonly name?: unknown;
  readonly uri?: unknown;
  readonly ref?: unknown;
  readonly argument?: unknown;
}

export interface ContextAnswers {
  readonly capabilities: Readonly<Record<string, object>>;
  /** A result's JSON; null: there is no such prompt or template; undefined: not a method of these kinds. */
  answer(method: string, params: Asked | undefined): string | null | undefined;
}

/** All that a server says of its prompts and resources. Lists are written once, here. */
export function contextAnswers(context: BackendContext): ContextAnswers {
  const { prompts = {}, resources = {} } = context;
  const has = (kind: ContextKind): boolean => Object.keys(context[kind] ?? {}).length > 0;
  const completes = has('prompts') || has('resourceTemplates') ? { completions: {} } : {};
  const lists = new Map(contextKinds.map((kind) => [listMethods[kind].method, listOf(kind, context[kind])]));
  return {
    capabilities: {
      ...(has('prompts') ? { prompts: {} } : {}),
      ...completes,
      ...(has('resources') || has('resourceTemplates') ? { resources: {} } : {}),
    },
    answer(method, params) {
      if (method === 'prompts/get') return promptOf(prompts, String(params?.name));
      if (method === 'completion/complete') return completionOf(context, params);
      if (method === 'resources/read') return contentsOf(resources, String(params?.uri));
      return lists.get(method);
    },
  };
}

function listOf(kind: ContextKind, things: BackendContext[ContextKind] = {}): string {
  const { key } = listMethods[kind];
  const listed = Object.entries(things).map(([name, { text: _, complete: __, ...given }]) => ({
    name,
    [key]: name,
    ...given,
  }));
  return JSON.stringify({ resultType: 'complete', [kind]: listed, ...FRESH });
}

/** A GetPromptResult of one message. */
function promptOf(prompts: Readonly<Record<string, BackendThing>>, name: string): string | null {
  if (!Object.hasOwn(prompts, name)) return null;
  const content = { type: 'text', text: prompts[name]!.text ?? name };
  return JSON.stringify({ resultType: 'complete', messages: [{ role: 'user', content }] });
}

/** A CompleteResult: of what an argument may be, all that begins with what stands there. */
function completionOf(
  { prompts = {}, resourceTemplates = {} }: BackendContext,
  { ref, argument }: Asked = {},
): string | null {
  if (!isObject(ref) || !isObject(argument)) return null;
  const things = ref.type === 'ref/prompt' ? prompts : resourceTemplates;
  const thing = String(ref.type === 'ref/prompt' ? ref.name : ref.uri);
  if (!Object.hasOwn(things, thing)) return null;
  const { complete = {} } = things[thing]!;
  const name = String(argument.name);
  const all = Object.hasOwn(complete, name) ? complete[name]! : [];
  const values = all.filter((value) => value.startsWith(String(argument.value)));
  const completion = { values, total: values.length, hasMore: false };
  return JSON.stringify({ resultType: 'complete', completion });
}

/** A ReadResourceResult. What is not listed is there too: of a template, or of a server that lists nothing. */
function contentsOf(resources: Readonly<Record<string, BackendThing>>, uri: string): string {
  const given = Object.hasOwn(resources, uri) ? resources[uri]! : {};
  const mimeType = given.mimeType === undefined ? {} : { mimeType: given.mimeType };
  const contents = [{ uri, ...mimeType, text: given.text ?? uri }];
  return JSON.stringify({ resultType: 'complete', contents, ...FRESH });
}
