// A server that may ask does not always say for whom: over its standard streams it cannot, over HTTP it need not. So each agent
// has a link of its own to it, a child or a session, and what is asked over that is for nobody else. A modern server asks in its
// answers: it has no need of that.
import type { Clock } from '../contract/environment.ts';
import { heard } from '../contract/heard.ts';
import type { LogLevel } from '../contract/news.ts';
import type { Backend, BackendCall } from '../contract/server.ts';
import type { BackendContext } from '../contract/stages.ts';
import { createAsking } from './asking.ts';

/** Agents that may have a link of their own at once, to one server. */
const MOST = 64;
/** Milliseconds that one is kept which nobody uses: what its server remembers of the agent goes with it. */
const IDLE_MS = 10 * 60_000;

interface Own {
  readonly backend: Backend;
  calls: number;
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
    const idle = owns.size < MOST ? undefined : [...owns].find(([, { calls }]) => calls === 0);
    if (idle !== undefined) drop(...idle);
    if (owns.size >= MOST) return null;
    const made: Own = { backend: open({ asking: createAsking(true) }), calls: 0, stopTimer: () => {} };
    if (level !== null) void made.backend.logFrom(level);
    owns.set(owner, made);
    return made;
  }

  return {
    ...shared,
    call(call, sink) {
      const owner = shared.era?.() === 'modern' ? null : ownerOf(call);
      if (owner === null) return shared.call(call, sink);
      const own = ownOf(owner);
      if (own === null) {
        sink.failed(TOO_MANY);
        return () => {};
      }
      own.stopTimer();
      own.calls += 1;
      let over = false;
      const ends = (): void => {
        if (over) return;
        over = true;
        own.calls -= 1;
        if (own.calls === 0) own.stopTimer = clock.after(IDLE_MS, () => drop(owner, own));
      };
      const cancel = own.backend.call(
        call,
        heard(sink, {
          answer(message) {
            ends();
            sink.answer(message);
          },
          failed(failure) {
            ends();
            sink.failed(failure);
          },
        }),
      );
      return () => {
        ends();
        cancel();
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
function ownerOf({ of, agent = of?.request.agent }: BackendCall): string | null {
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
