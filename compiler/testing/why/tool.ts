// What is known of a thing that somebody asks about: what a test file says of it, or else only its name.

import type { Plan } from '../../../runtime/contract/plan.ts';
import type { Question } from '../ask.ts';
import type { Offers } from '../world/addresses.ts';
import { type BackendContext, mergeContext } from '../world/context.ts';
import { knownContext, knownTools } from '../world/names.ts';

/** What each server has, and of which one what is asked about was made up; null where it was not. */
export interface Made {
  readonly offers: Offers;
  readonly madeUp: string | null;
}

/**
 * What the servers offer, with what is asked for among it. Of what nothing is known the specification's defaults hold;
 * where no server can have a thing of that name, none is made up.
 */
export function offersWith({ call, verb }: Question, plan: Plan, known: Offers): Made {
  if (verb === 'get') return withPrompt(call, plan, known);
  return verb === 'read' ? withResource(call, plan, known) : withTool(call, plan, known);
}

function withPrompt(name: string, plan: Plan, known: Offers): Made {
  if (knownContext(plan, known.context ?? new Map()).prompts.includes(name))
    return { offers: known, madeUp: null };
  for (const { name: server } of plan.servers) {
    const own = ownName(name, server, plan);
    if (own !== null) return withThing(known, server, { prompts: { [own]: {} } });
  }
  return { offers: known, madeUp: null };
}

/** A resource that nobody owns is taken for the first server's. */
function withResource(uri: string, plan: Plan, known: Offers): Made {
  const [first] = plan.servers;
  if (first === undefined || knownContext(plan, known.context ?? new Map()).isResource(uri))
    return { offers: known, madeUp: null };
  return withThing(known, first.name, { resources: { [uri]: {} } });
}

function withThing(known: Offers, server: string, thing: BackendContext): Made {
  const own = mergeContext(known.context?.get(server) ?? {}, thing);
  return {
    offers: { ...known, context: new Map([...(known.context ?? []), [server, own]]) },
    madeUp: server,
  };
}

function withTool(name: string, plan: Plan, known: Offers): Made {
  const none = { offers: known, madeUp: null };
  if (knownTools(plan, known.offered).has(name)) return none;
  const today = targetOf(name, plan);
  for (const server of plan.servers) {
    const original = originalOf(today, server.name, plan);
    if (original === null || !server.offers(original)) continue;
    const own = { ...known.offered.get(server.name), [original]: {} };
    const offered = new Map([...known.offered, [server.name, own]]);
    if (knownTools(plan, offered).has(name)) return { offers: { ...known, offered }, madeUp: server.name };
  }
  return none;
}

/** The catalog's name of the server's tool that a name leads to: as an alias, as a tool that is added, or itself. */
export function targetOf(name: string, { catalog: { alias, add = {}, name: nameOf } }: Plan): string {
  const today = Object.hasOwn(alias, name) ? alias[name]! : name;
  const added = Object.hasOwn(add, today) ? add[today] : undefined;
  return added === undefined ? today : nameOf(added.server, added.tool);
}

/** The server's own name of a tool of the catalog; null where it can have none of that name. */
export function originalOf(name: string, server: string, plan: Plan): string | null {
  const renamed = ownName(name, server, plan);
  const renames = Object.entries(plan.servers.find((one) => one.name === server)?.rename ?? {});
  return renamed === null ? null : (renames.find(([, to]) => to === renamed)?.[0] ?? renamed);
}

/** What a name in the catalog is without what the catalog puts around it; null where the server can have none of it. */
export function ownName(name: string, server: string, plan: Plan): string | null {
  const mark = '\uffff';
  const [before = '', after = ''] = plan.catalog.name(server, mark).split(mark);
  if (name.length <= before.length + after.length || !name.startsWith(before) || !name.endsWith(after)) {
    return null;
  }
  return name.slice(before.length, name.length - after.length);
}
