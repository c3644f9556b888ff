// A server that may ask does not always say for whom: over its standard streams it cannot, over HTTP it need not. So each agent
// has a link of its own to it, a child or a session, and what is asked over that is for nobody else. A modern server asks in its
// answers: it has no need of that.
import type { Clock } from '../contract/environment.ts';
import { heard } from '../contract/heard.ts';
import type { Era } from '../contract/message.ts';
import type { LogLevel } from '../contract/news.ts';
import type { ServerPlan } from '../contract/plan.ts';
import type { Backend, Owner } from '../contract/server.ts';
import type { BackendContext } from '../contract/stages.ts';
import { createAsking } from './asking.ts';
import { createLinks, MOST, type Use } from './own-links.ts';

/**
 * One backend over many: `open` makes the one that all share, which lists and watches and serves who is nobody in particular, and
 * those that are used by one agent, or for one call of somebody whom nobody knows.
 *
 * @param server what the plan says of it
 */
export function apart(
  open: (more: Pick<BackendContext, 'asking'>) => Backend,
  clock: Clock,
  server: Pick<ServerPlan, 'transport' | 'tasks'>,
): Backend {
  const piped = server.transport.kind === 'stdio';
  const tasks = server.tasks === true;
  const asking = createAsking(false);
  const shared = open({ asking });
  let level: LogLevel | null = null;
  let era: Era | null = null;
  const links = createLinks({ shared, asking, clock, piped, tasks }, (alone) => {
    const backend = open({ asking: createAsking(alone) });
    if (level !== null) void backend.logFrom(level);
    return backend;
  });

  /** A modern server is shared. What a server was it still is while nobody is connected. */
  function isModern(): boolean {
    era = shared.era?.() ?? era;
    return era === 'modern';
  }

  function useFor(agent: Owner, askable: boolean): Use | null {
    const { method, name } = agent;
    return method === 'anonymous' ? links.ofNobody(askable) : links.ofAgent(`${method}:${name}`);
  }

  return {
    ...shared,
    call(call, sink) {
      const agent = call.agent ?? call.of?.request.agent;
      if (agent === undefined || isModern()) return shared.call(call, sink);
      const { capabilities = '{}' } = call;
      const use = useFor(agent, capabilities !== '{}');
      if (use === null) {
        sink.failed(TOO_MANY);
        return () => {};
      }
      const ended = heard(sink, {
        answer(message) {
          use.leave(false);
          sink.answer(message);
        },
        failed(failure) {
          use.leave(failure.kind === 'timeout');
          sink.failed(failure);
        },
      });
      const cancel = use.backend.call(call, ended);
      return () => {
        use.leave(true);
        cancel();
      };
    },
    // What a call does in its session, its server may tell in that session alone.
    watch(uri, updated, agent) {
      const use = isModern() || agent.method === 'anonymous' ? null : useFor(agent, false);
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
}

const TOO_MANY = {
  kind: 'busy',
  status: null,
  begun: false,
  sent: false,
  detail: `${MOST} agents use the server at once, each over a link of its own`,
  retryAfterMs: 1000,
} as const;
