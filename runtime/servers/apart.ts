// A server older than 2026-07-28 does not always say for whom it asks: over its standard streams it cannot, over HTTP it need not. So
// each agent has a link of its own to one that may ask, a child or a session, and what is asked over that is for nobody else. So it
// is for who asks for log lines (lines.ts). A modern server asks and logs in its answers: it has no need of that.
import { ownerOf } from '../contract/identity.ts';
import type { LogLevel } from '../contract/news.ts';
import type { Owner } from '../contract/server.ts';
import type { Apart } from '../contract/stages.ts';
import { createAsking } from './asking.ts';
import { MOST, type Use } from './kept-links.ts';
import { lines } from './lines.ts';
import { callOver, eraOf, levelOf, listened } from './over.ts';
import { createLinks } from './own-links.ts';
import { createSessions } from './sessions.ts';

/**
 * One backend over many: `open` makes the one that all share, which lists and watches and serves who is nobody in particular, and
 * those that are used by one agent, or for one call of somebody whom nobody knows.
 */
export const apart: Apart = (open, context, server) => {
  const { transport, tasks = false, asks, era: said } = server;
  if (asks === undefined || said === 'modern') return lines(open, context, server);
  const { clock, levels } = context;
  const piped = transport.kind === 'stdio';
  const asking = createAsking(false);
  const sessions = createSessions(clock);
  const shared = open({ asking, opened: sessions.all });
  const era = eraOf(shared);
  const { heed, onChanged } = listened(shared);
  let level: LogLevel | null = null;
  const links = createLinks({ shared, asking, clock, piped, tasks }, (owner) => {
    const backend = heed(
      sessions.own((opened) => open({ asking: createAsking(owner !== undefined), owner, opened })),
    );
    if (level !== null) void backend.logFrom(level);
    return backend;
  });

  function useFor(agent: Owner, askable: boolean): Use | null {
    if (!sessions.apart()) return links.shared();
    return agent.method === 'anonymous' ? links.ofNobody(askable) : links.ofAgent(ownerOf(agent));
  }

  return {
    ...shared,
    onChanged,
    call(call, sink) {
      const agent = call.agent ?? call.of?.request.agent;
      if (agent === undefined || era() === 'modern') return shared.call(call, sink);
      const { capabilities = '{}' } = call;
      const use = useFor(agent, capabilities !== '{}');
      const again = () =>
        sessions.apart() || use!.backend === shared ? null : callOver(links.shared(), null, call, sink);
      if (use !== null) {
        // Who never said hears what is told unasked, whatever another session of the agent wants.
        const unsaid = use.levelled() ? call.of?.logLevel : null;
        return callOver(use, levelOf(call, levels) ?? unsaid ?? null, call, sink, again);
      }
      sink.failed(TOO_MANY);
      return () => {};
    },
    // What a call does in its session, its server may tell in that session alone.
    watch(uri, updated, agent) {
      const own = era() !== 'modern' && agent.method !== 'anonymous' && sessions.apart();
      const use = own ? useFor(agent, false) : null;
      if (use === null) return shared.watch(uri, updated, agent);
      const stop = use.backend.watch(uri, updated, agent);
      return () => {
        stop();
        use.leave(false);
      };
    },
    async logFrom(wanted) {
      level = wanted;
      await Promise.all(links.all().map((one) => one.logFrom(wanted)));
    },
    async close() {
      await Promise.all(links.end().map((one) => one.close()));
    },
  };
};

const TOO_MANY = {
  kind: 'busy',
  status: null,
  begun: false,
  sent: false,
  detail: `${MOST} agents use the server at once, each over a link of its own`,
  retryAfterMs: 1000,
} as const;
