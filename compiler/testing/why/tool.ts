// What is known of a tool that somebody asks about: what a test file says of it, or else only its name.
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { BackendTools } from '../world/backend.ts';
import { knownTools } from '../world/names.ts';

/** Tools by server, and whether the one that is asked about was made up. */
export interface Offers {
  readonly offered: ReadonlyMap<string, BackendTools>;
  readonly madeUp: boolean;
}

/**
 * What the servers offer, with the tool of that name among it. One that nothing is known of gets the specification's
 * defaults; where no server can have a tool of that name, none is made up.
 */
export function offersWith(name: string, plan: Plan, known: ReadonlyMap<string, BackendTools>): Offers {
  if (knownTools(plan, known).has(name)) return { offered: known, madeUp: false };
  const today = targetOf(name, plan);
  for (const server of plan.servers) {
    const original = originalOf(today, server.name, plan);
    if (original === null || !server.offers(original)) continue;
    const offered = new Map([...known, [server.name, { ...known.get(server.name), [original]: {} }]]);
    if (knownTools(plan, offered).has(name)) return { offered, madeUp: true };
  }
  return { offered: known, madeUp: false };
}

/** The catalog's name of the server's tool that a name leads to: as an alias, as a tool that is added, or itself. */
export function targetOf(name: string, { catalog: { alias, add = {}, name: nameOf } }: Plan): string {
  const today = Object.hasOwn(alias, name) ? alias[name]! : name;
  const added = Object.hasOwn(add, today) ? add[today] : undefined;
  return added === undefined ? today : nameOf(added.server, added.tool);
}

/** The server's own name of a tool of the catalog; null where it can have none of that name. */
export function originalOf(name: string, server: string, plan: Plan): string | null {
  const mark = '\uffff';
  const [before = '', after = ''] = plan.catalog.name(server, mark).split(mark);
  if (name.length <= before.length + after.length || !name.startsWith(before) || !name.endsWith(after)) {
    return null;
  }
  const renamed = name.slice(before.length, name.length - after.length);
  const renames = Object.entries(plan.servers.find((one) => one.name === server)?.rename ?? {});
  return renames.find(([, to]) => to === renamed)?.[0] ?? renamed;
}
