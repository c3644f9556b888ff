// Prompts and resources to ask for where nothing says which there are: for each pattern of a rule some that it matches,
// and near it some that it does not.
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { AccessRuleModel } from '../../language/access/model.ts';
import { ownName } from '../why/tool.ts';
import { type BackendContext, mergeContext } from '../world/context.ts';
import { namesFor } from './tools.ts';

type Context = ReadonlyMap<string, BackendContext>;
type Rules = readonly AccessRuleModel[];

/** Prompts by server: for an exact name that one and one a letter longer, for a star a name that it matches. */
export function inventPrompts(rules: Rules, plan: Plan): Context {
  const texts = rules.flatMap(({ prompts }) => (prompts ?? []).map(({ text }) => text));
  const names = texts.flatMap((text) =>
    text.includes('*') ? namesFor(text, plan, 'any') : [text, `${text}x`],
  );
  return together(
    names.flatMap((name) => {
      for (const { name: server } of plan.servers) {
        const own = ownName(name, server, plan);
        if (own !== null) return [[server, { prompts: { [own]: {} } }] as const];
      }
      return [];
    }),
  );
}

/** Resources by server; no lock knows them. Where conditions name media types, one of each, too. */
export function inventResources(rules: Rules, plan: Plan): Context {
  const texts = rules.flatMap(({ resources }) => (resources ?? []).map(({ text }) => text));
  const types = [...new Set(rules.flatMap(mediaTypes))];
  const typed = (text: string): readonly (readonly [uri: string, mimeType: string])[] =>
    text.includes('*') ? types.map((type) => [uriFor(text, type.replace(/.*\//, '')), type] as const) : [];
  const things = texts.flatMap((text) => [
    [uriFor(text), {}] as const,
    [besides(text), {}] as const,
    ...typed(text).map(([uri, mimeType]) => [uri, { mimeType }] as const),
  ]);
  return together(
    things.flatMap(([uri, resource]) => {
      const owner = plan.catalog.resources?.find(({ matches }) => matches(uri))?.server;
      const server = owner ?? plan.servers[0]?.name;
      return server === undefined ? [] : [[server, { resources: { [uri]: resource } }] as const];
    }),
  );
}

/** The media types that the condition of a rule about resources compares with. */
function mediaTypes({ resources, when }: AccessRuleModel): readonly string[] {
  if (resources === null || !when?.text.includes('resource.mimeType')) return [];
  return [...when.text.matchAll(/["']([\w.+-]+\/[\w.+-]+)["']/g)].map(([, type]) => type!);
}

/** A URI that a pattern matches. Where no scheme is named, any will do. */
function uriFor(text: string, star = 'any'): string {
  const whole = /^\*+$/.test(text)
    ? 'docs://**'
    : text.replace(/^\*+(?=:)/, 'docs').replace(/^\*+/, 'docs://*');
  return whole.replace(/\*+/g, star);
}

/** A URI near a pattern: a level deeper than its star, beside the folder of its two stars, a letter longer. */
function besides(text: string): string {
  const uri = uriFor(text);
  if (text.endsWith('**')) return uri.replace(/:\/*any$/, 'x$&').replace(/\/any$/, 'x');
  return text.endsWith('*') ? `${uri}/any` : `${uri}x`;
}

/** What all of them have. */
export function together(all: Iterable<readonly [server: string, context: BackendContext]>): Context {
  const context = new Map<string, BackendContext>();
  for (const [server, own] of all) context.set(server, mergeContext(context.get(server) ?? {}, own));
  return context;
}
