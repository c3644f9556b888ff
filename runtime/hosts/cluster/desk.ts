// What the primary does for one worker: counts, and passes calls to the servers that it keeps for all.
import type { Store } from '../../contract/limits.ts';
import type { Backend, BackendError, BackendFailure } from '../../contract/server.ts';
import type { Asked, Down, KeptServer, Up } from './messages.ts';

export interface Desk {
  take(message: Up): void;
  /** The worker is gone: what it has in flight is of no use to anybody. */
  close(): void;
}

/** The desk of the worker behind `send`. */
export function createDesk(
  send: (message: Down) => void,
  store: () => Store | null,
  serverOf: (server: KeptServer) => Backend | undefined,
): Desk {
  const inFlight = new Map<number, () => void>();

  async function count(asked: readonly Asked[]): Promise<void> {
    const counts = store();
    if (counts === null) return;
    const taken = asked.map(async ({ id, cells }) => ({ id, taken: await counts.take(cells) }));
    send({ down: 'taken', taken: await Promise.all(taken) });
  }

  function list({ id, server, kinds }: Extract<Up, { up: 'list' }>): void {
    const listing = serverOf(server)?.list(kinds) ?? Promise.reject({ failure: GONE });
    listing.then(
      (listed) => send({ down: 'listed', id, listing: listed }),
      ({ failure }: BackendError) => send({ down: 'failed', id, failure: failure ?? GONE }),
    );
  }

  function call({ id, server, call }: Extract<Up, { up: 'call' }>): void {
    const backend = serverOf(server);
    if (backend === undefined) return send({ down: 'failed', id, failure: GONE });
    let over = false;
    const end = (message: Down): void => {
      over = true;
      inFlight.delete(id);
      send(message);
    };
    const cancel = backend.call(call, {
      notification(message) {
        send({ down: 'notification', id, message });
        return true;
      },
      answer: (message) => end({ down: 'answer', id, message }),
      failed: (failure) => end({ down: 'failed', id, failure }),
    });
    if (!over) inFlight.set(id, cancel);
  }

  function watch({ id, server, uri }: Extract<Up, { up: 'watch' }>): void {
    const updated = (which: string): void => send({ down: 'updated', id, uri: which });
    const stop = serverOf(server)?.watch(uri, updated, NOBODY);
    if (stop !== undefined) inFlight.set(id, stop);
  }

  async function logFrom({ id, server, level }: Extract<Up, { up: 'log' }>): Promise<void> {
    await serverOf(server)?.logFrom(level);
    send({ down: 'logs', id });
  }

  return {
    take(message) {
      // A count that fails is not answered: the worker refuses then.
      if (message.up === 'take') count(message.asked).catch(() => {});
      else if (message.up === 'refund') store()?.refund(message.cells);
      else if (message.up === 'list') list(message);
      else if (message.up === 'call') call(message);
      else if (message.up === 'watch') watch(message);
      else if (message.up === 'log') void logFrom(message);
      else if (message.up === 'cancel') {
        inFlight.get(message.id)?.();
        inFlight.delete(message.id);
      }
    },
    close() {
      for (const cancel of inFlight.values()) cancel();
    },
  };
}

/** Whose a link is matters where servers ask, and those are not kept for all. */
const NOBODY = { method: 'anonymous', name: '' } as const;

const GONE: BackendFailure = {
  kind: 'unreachable',
  status: null,
  begun: false,
  sent: false,
  detail: 'the primary has no such server any more',
};
