// The catalog, as an agent sees it: its lists, and what the gateway can do for it.
import type { Abilities, CatalogView } from '../contract/catalog.ts';
import type { OfferKind } from '../contract/server.ts';
import { members } from '../protocol/skip.ts';
import { after } from './after.ts';
import * as answers from './answers.ts';
import type { Call } from './call.ts';
import * as results from './results.ts';

export function list(call: Call, kind: OfferKind): void {
  const { bytes, params } = call.request.message;
  if (params !== null && members(bytes, params.start, ['cursor'])?.found[0])
    return call.invalid('this list has one page, no cursor');
  const listed = (_: Call, view: CatalogView | null): void => {
    // An empty list would say that there is nothing.
    if (view === null) return call.refuse(answers.noServer(call.core.catalog.dead() ?? []));
    const { tasks, plan } = call.core;
    const told = kind === 'tools' && tasks ? tasks.listed(call, view) : view;
    const result = results.list(plan, call.request.era, kind, told);
    if (view.missing.length === 0) call.say(result);
    else call.record(result, { missing: view.missing });
  };
  after(call, call.core.catalog.view(kind, call.request.agent), listed);
}

/** What the gateway can do for this agent: what the servers can of which it sees something. */
export function introduce(call: Call, say: typeof results.discovered): void {
  const { catalog, plan, news, tasks } = call.core;
  const introduced = (_: Call, abilities: Abilities): void => {
    const tells = { changes: news !== null, tasks: tasks?.announced(call.request, abilities.tasks) };
    call.say(say(plan, call.request, abilities, tells));
  };
  after(call, catalog.abilities(call.request.agent), introduced);
}
