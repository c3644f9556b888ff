// A server that may ask does not always say for whom: over its standard streams it cannot, over HTTP it need not. So each agent
// has a link of its own to it, a child or a session, and what is asked over that is for nobody else. A modern server asks in its
// answers: it has no need of that.
import type { Clock } from '../contract/environment.ts';
import { heard } from '../contract/heard.ts';
import type { Era } from '../contract/message.ts';
import type { LogLevel } from '../contract/news.ts';
import type { Backend, Owner } from '../contract/server.ts';
import type { BackendContext } from '../contract/stages.ts';
import { createAsking } from './asking.ts';

/** Agents that may have a link of their own at once, to one server. */
const MOST = 64;
/** Milliseconds that one is kept which nobody uses: what its server remembers of the agent goes with it. */
const IDLE_MS = 10 * 60_000;

interface Own {
  readonly backend: Backend;
  /** Calls under way, and resources that are watched. */
  uses: number;
  stopTimer(): void;
}

/**
 * One backend over many: `open` makes the one that all share, which lists, watches and serves who is nobody in particular, and
 * those of one agent each.
 */
export function apart(open: (more: Pick<BackendContext, 'asking'>) => Backend, clock: Clock): Backend {
  const shared = open({ asking: createAsking(false) });
  const owns = new Map<string, Own>();
  let level: LogLevel | null = null;
  let era: Era | null = null;

  function drop(owner: string, { backend, stopTimer }: Own): void {
    stopTimer();
    owns.delete(owner);
    void backend.close();
  }

  /** Null where too many are in use. */
  function ownOf(owner: string): Own | null {
    const known = owns.get(owner);
    if (known !== undefined) {
      // Whoever called last is the last to go.
      owns.delete(owner);
      owns.set(owner, known);
      return known;
    }
    const idle = owns.size < MOST ? undefined : [...owns].find(([, { uses }]) => uses === 0);
    if (idle !== undefined) drop(...idle);
    if (owns.size >= MOST) return null;
    const made: Own = { backend: open({ asking: createAsking(true) }), uses: 0, stopTimer: () => {} };
    if (level !== null) void made.backend.logFrom(level);
    owns.set(owner, made);
    return made;
  }

  /** Uses the link of that agent until what is returned is called; null where too many are in use. */
  function use(owner: string): { readonly backend: Backend; readonly leave: () => void } | null {
    const own = ownOf(owner);
    if (own === null) return null;
    own.stopTimer();
    own.uses += 1;
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      own.uses -= 1;
      if (own.uses === 0) own.stopTimer = clock.after(IDLE_MS, () => drop(owner, own));
    };
    return { backend: own.backend, leave };
  }

  /** Who has a link of their own; null where all share one. What a server was it still is while nobody is connected. */
  function ownerOf(agent: Owner | undefined): string | null {
    era = shared.era?.() ?? era;
    return era === 'modern' ? null : keyOf(agent);
  }

  return {
    ...shared,
    call(call, sink) {
      const owner = ownerOf(call.agent ?? call.of?.request.agent);
      if (owner === null) return shared.call(call, sink);
      const own = use(owner);
      if (own === null) {
        sink.failed(TOO_MANY);
        return () => {};
      }
      const ended = heard(sink, {
        answer(message) {
          own.leave();
          sink.answer(message);
        },
        failed(failure) {
          own.leave();
          sink.failed(failure);
        },
      });
      const cancel = own.backend.call(call, ended);
      return () => {
        own.leave();
        cancel();
      };
    },
    // What a call does in its session, its server may tell in that session alone.
    watch(uri, updated, agent) {
      const owner = ownerOf(agent);
      const own = owner === null ? null : use(owner);
      if (own === null) return shared.watch(uri, updated, agent);
      const stop = own.backend.watch(uri, updated, agent);
      return () => {
        stop();
        own.leave();
      };
    },
    async logFrom(wanted) {
      level = wanted;
      await Promise.all(
        [shared, ...[...owns.values()].map(({ backend }) => backend)].map((one) => one.logFrom(wanted)),
      );
    },
    async close() {
      for (const { stopTimer } of owns.values()) stopTimer();
      await Promise.all(
        [shared, ...[...owns.values()].map(({ backend }) => backend)].map((one) => one.close()),
      );
    },
  };
}

/** Null: nobody in particular. All whom nobody knows are one agent. */
function keyOf(agent: Owner | undefined): string | null {
  return agent === undefined || agent.method === 'anonymous' ? null : `${agent.method}:${agent.name}`;
}

const TOO_MANY = {
  kind: 'busy',
  status: null,
  begun: false,
  sent: false,
  detail: `${MOST} agents use the server at once, each over a link of its own`,
  retryAfterMs: 1000,
} as const;
