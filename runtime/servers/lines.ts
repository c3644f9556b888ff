// A server older than 2026-07-28 may log beside the streams of all calls, and does not say then in which one. So who asks for log
// lines has a session of its own there: a client of the legacy era for its own session, a modern one for all calls of its agent.
// What comes over it is for nobody else. Who asks for none, and modern callers whom nobody knows, share the one there is.
import { ownerOf } from '../contract/identity.ts';
import type { Backend, Owner } from '../contract/server.ts';
import type { Apart } from '../contract/stages.ts';
import { IDLE_MS, type KeptLinks, keepLinks, MOST_NOBODYS, type Use } from './kept-links.ts';
import { callOver, eraOf, levelOf, listened } from './over.ts';
import { createOwnWatches } from './own-watches.ts';
import { createSessions } from './sessions.ts';

/** The backend of a server that may log for several agents; null where one link is enough. */
export const lines: Apart = (open, { clock, levels }, { transport, era: said, tasks, alone }) => {
  // A process is shared: what it holds is one for all. And tasks are asked for where they began, with lines or without.
  if (transport.kind !== 'http' || said === 'modern' || tasks || alone) return null;
  const sessions = createSessions(clock);
  const shared = open({ opened: sessions.all });
  const era = eraOf(shared);
  const { heed, onChanged } = listened(shared);
  const openOwn = (owner: string): Backend => heed(sessions.own((opened) => open({ owner, opened })));
  const agents = keepLinks(clock, openOwn);
  const nobodys = keepLinks(clock, openOwn, IDLE_MS, MOST_NOBODYS);
  const watches = createOwnWatches(shared, (owner) => {
    const kept = [agents, nobodys].find(({ uses }) => uses(owner) !== undefined);
    return (sessions.apart() && kept?.use(owner, true)) || null;
  });
  /** Of several addresses, one is listed: the others may log as well. */
  let logs = true;

  /** Who goes over which link of its own, if any; `asked`: its client asks for lines in this call. */
  function ownerIn(agent: Owner, session: string | undefined, asked: boolean): [KeptLinks, string] | null {
    const known = agent.method !== 'anonymous';
    if (session !== undefined) return asked ? [known ? agents : nobodys, session] : null;
    // One call goes where the others went: a server may remember in its session what they did.
    const owner = ownerOf(agent);
    return known && (asked || agents.uses(owner) !== undefined) ? [agents, owner] : null;
  }

  /** Null where too many are in use. */
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
      const apart = logs && agent !== undefined && era() === 'legacy' && sessions.apart();
      const [kept, owner] = (apart && ownerIn(agent, session?.key, level !== null)) || [];
      const use = kept === undefined ? null : useIn(kept, owner!);
      if (use === null) return shared.call(call, sink);
      return callOver(use, level, call, sink, () => {
        // Some servers have one session for all.
        sessions.refused();
        watches.moved(owner!);
        return shared.call(call, sink);
      });
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
