// A server older than 2026-07-28 may log beside the streams of all calls, and does not say then in which one. So who asks for log
// lines has a session of its own there: a client of the legacy era for its own session, a modern one for all calls of its agent.
// What comes over it is for nobody else. Who asks for none, and modern callers whom nobody knows, share the one there is.
import { heard } from '../contract/heard.ts';
import { ownerOf } from '../contract/identity.ts';
import type { Backend, Owner } from '../contract/server.ts';
import type { Apart } from '../contract/stages.ts';
import { IDLE_MS, type KeptLinks, keepLinks, MOST_NOBODYS, type Use } from './kept-links.ts';
import { callOver, eraOf, levelOf, listened } from './over.ts';
import { createOwnWatches } from './own-watches.ts';

/** The backend of a server that may log for several agents; null where one link is enough. */
export const lines: Apart = (open, { clock, levels }, { transport, era: said, tasks, alone }) => {
  // A process is shared: what it holds is one for all. And tasks are asked for where they began, with lines or without.
  if (transport.kind !== 'http' || said === 'modern' || tasks || alone) return null;
  const shared = open({});
  const era = eraOf(shared);
  const { heed, onChanged } = listened(shared);
  const openOwn = (owner: string): Backend => heed(open({ owner }));
  const agents = keepLinks(clock, openOwn);
  const nobodys = keepLinks(clock, openOwn, IDLE_MS, MOST_NOBODYS);
  const watches = createOwnWatches(shared, (owner) => {
    const kept = [agents, nobodys].find(({ uses }) => uses(owner) !== undefined);
    return kept?.use(owner, true) ?? null;
  });
  let logs = false;

  /** Null for the shared one, also where too many are in use. `asked`: its client asks for lines in this call. */
  function useFor(agent: Owner, session: string | undefined, asked: boolean): Use | null {
    const known = agent.method !== 'anonymous';
    if (session !== undefined) return asked ? useIn(known ? agents : nobodys, session) : null;
    // One call goes where the others went: a server may remember in its session what they did.
    const owner = ownerOf(agent);
    return known && (asked || agents.uses(owner) !== undefined) ? useIn(agents, owner) : null;
  }

  function useIn(kept: KeptLinks, owner: string): Use | null {
    const fresh = kept.uses(owner) === undefined;
    const use = kept.use(owner, true);
    if (fresh && use !== null) watches.moved(owner);
    return use;
  }

  return {
    ...shared,
    onChanged,
    async list(kinds) {
      const offers = await shared.list(kinds);
      logs = offers.logs;
      return offers;
    },
    call(call, sink) {
      const { agent, session } = call.of?.request ?? {};
      const level = levelOf(call, levels);
      const own = logs && agent !== undefined && era() === 'legacy';
      const use = own ? useFor(agent, session?.key, level !== null) : null;
      if (use === null) return shared.call(call, sink);
      const ended = heard(sink, {
        answer: (message) => sink.answer(message),
        failed(failure) {
          // Some servers have one session for all.
          if (failure.sent || failure.kind === 'timeout') sink.failed(failure);
          else cancel = shared.call(call, sink);
        },
      });
      let cancel = callOver(use, level, call, ended);
      return () => cancel();
    },
    watch: (uri, updated, agent, session) =>
      watches.watch(session ?? ownerOf(agent), uri, updated, agent, session),
    async close() {
      const kept = [agents, nobodys];
      for (const { end } of kept) end();
      await Promise.all([shared, ...kept.flatMap(({ all }) => all())].map((one) => one.close()));
    },
  };
};
