// What a worker asks its primary for: counts, which are exact only in one place, and servers that are processes.
import type { Cell, Store, Taken } from '../../contract/limits.ts';
import type { LogLevel } from '../../contract/news.ts';
import {
  type Backend,
  BackendError,
  type BackendFailure,
  type BackendSink,
  type BackendStatus,
  type Offerings,
  type OfferKind,
} from '../../contract/server.ts';
import type { Asked, Down, KeptServer, Up } from './messages.ts';

export interface Remote {
  readonly store: Store;
  readonly backend: (name: string, made: string) => Backend;
  /** Takes what the primary says, if it is an answer. */
  take(message: Down): void;
}

/** How long the primary may take to count, in milliseconds. A call that cannot be counted is refused. */
const COUNT_MS = 1000;
const UNCOUNTED: Taken = { index: 0, waitMs: 1000, reason: `The primary did not count in ${COUNT_MS} ms.` };
/** How much longer than its own deadline a call waits for the primary to tell of its end. */
const MARGIN_MS = 2000;

interface Listing {
  listed(listing: Offerings): void;
  failed(failure: BackendFailure): void;
}

/** The primary's counts and servers, over `send`. */
export function createRemote(send: (message: Up) => void): Remote {
  const counting = new Map<number, (taken: Taken) => void>();
  const listings = new Map<number, Listing>();
  const calls = new Map<number, BackendSink>();
  const statuses = new Map<string, BackendStatus>();
  const listeners = new Map<string, Set<() => void>>();
  const watches = new Map<number, (uri: string) => void>();
  const levels = new Map<number, () => void>();
  let lastId = 0;
  let asked: Asked[] = [];

  /** All of one turn of the loop in one message: a message costs more than what it says. */
  function flush(): void {
    send({ up: 'take', asked });
    asked = [];
  }

  function count(cells: readonly Cell[]): Promise<Taken> {
    const id = ++lastId;
    if (asked.push({ id, cells }) === 1) setImmediate(flush);
    return new Promise((resolve) => {
      const timer = setTimeout(() => end(UNCOUNTED), COUNT_MS);
      const end = (taken: Taken): void => {
        clearTimeout(timer);
        counting.delete(id);
        resolve(taken);
      };
      counting.set(id, end);
    });
  }

  function list(server: KeptServer, kinds?: readonly OfferKind[]): Promise<Offerings> {
    const id = ++lastId;
    return new Promise((listed, reject) => {
      listings.set(id, {
        listed(listing) {
          statuses.set(server.made, { state: 'up' });
          listed(listing);
        },
        failed(failure) {
          statuses.set(server.made, { state: 'down', reason: failure.detail });
          reject(new BackendError(failure));
        },
      });
      send({ up: 'list', id, server, kinds });
    });
  }

  function call(server: KeptServer, call: Parameters<Backend['call']>[0], sink: BackendSink): () => void {
    const id = ++lastId;
    const over = (): boolean => {
      clearTimeout(timer);
      return calls.delete(id);
    };
    const silent: BackendFailure = {
      kind: 'timeout',
      status: null,
      begun: true,
      sent: true,
      detail: 'the primary did not tell of its end',
    };
    const timer = setTimeout(() => over() && sink.failed(silent), call.timeoutMs + MARGIN_MS);
    calls.set(id, {
      notification: (message) => sink.notification(message),
      answer: (message) => over() && sink.answer(message),
      failed: (failure) => over() && sink.failed(failure),
    });
    // What the call belongs to stays here.
    const { of: _, ...sent } = call;
    send({ up: 'call', id, server, call: sent });
    return () => {
      if (over()) send({ up: 'cancel', id });
    };
  }

  function watch(server: KeptServer, uri: string, updated: (uri: string) => void): () => void {
    const id = ++lastId;
    watches.set(id, updated);
    send({ up: 'watch', id, server, uri });
    return () => {
      if (watches.delete(id)) send({ up: 'cancel', id });
    };
  }

  function logFrom(server: KeptServer, level: LogLevel): Promise<void> {
    const id = ++lastId;
    return new Promise((resolve) => {
      levels.set(id, resolve);
      send({ up: 'log', id, server, level });
    });
  }

  function backend(name: string, made: string): Backend {
    const server = { name, made };
    const own: (() => void)[] = [];
    const all = listeners.get(made) ?? new Set();
    listeners.set(made, all);
    return {
      name,
      status: () => statuses.get(made) ?? { state: 'starting' },
      list: (kinds) => list(server, kinds),
      call: (one, sink) => call(server, one, sink),
      onChanged(changed) {
        own.push(changed);
        all.add(changed);
      },
      check: () => list(server, ['tools']),
      watch: (uri, updated) => watch(server, uri, updated),
      logFrom: (level) => logFrom(server, level),
      async close() {
        for (const changed of own) all.delete(changed);
      },
    };
  }

  return {
    store: { take: count, refund: (cells) => send({ up: 'refund', cells }) },
    backend,
    take(message) {
      const { down } = message;
      if (down === 'taken') for (const { id, taken } of message.taken) counting.get(id)?.(taken);
      else if (down === 'status') for (const { made, status } of message.servers) statuses.set(made, status);
      else if (down === 'changed') for (const changed of listeners.get(message.made) ?? []) changed();
      else if (down === 'notification' || down === 'answer') calls.get(message.id)?.[down](message.message);
      else if (down === 'updated') watches.get(message.id)?.(message.uri);
      else if (down === 'logs') {
        levels.get(message.id)?.();
        levels.delete(message.id);
      } else if (down === 'listed') listings.get(message.id)?.listed(message.listing);
      else if (down === 'failed')
        (calls.get(message.id) ?? listings.get(message.id))?.failed(message.failure);
      if (down === 'listed' || down === 'failed') listings.delete(message.id);
    },
  };
}
