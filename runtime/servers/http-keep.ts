// The one session with an HTTP server: made when it is needed, dropped when it proves wrong, made anew.
import type { BackendFailure, BackendStatus } from '../contract/server.ts';
import { BackendError } from '../contract/server.ts';
import { unreachable } from './failure.ts';
import { type ChangesHandler, watchChanges } from './http-changes.ts';
import { connect, type HttpSession } from './http-connect.ts';
import { type Link, send } from './http-link.ts';

/** After a failed attempt, calls fail at once for so long instead of trying again each. */
const PAUSE_MS = 1000;
/** Milliseconds that ending a session may take. */
const GOODBYE_MS = 1000;

export interface Keep {
  status(): BackendStatus;
  /** The session, or null when there is none. */
  current(): HttpSession | null;
  /** A session. `listing`: to list tools, and then also right after a failure. Rejects with a BackendError. */
  connected(listing: boolean): Promise<HttpSession>;
  /** Drops a session, if it is still the current one. */
  lost(session: HttpSession, reason: string): void;
  close(): Promise<void>;
}

interface State {
  readonly link: Link;
  readonly events: Pick<ChangesHandler, 'changed' | 'notification'>;
  status: BackendStatus;
  session: HttpSession | null;
  connecting: Promise<HttpSession> | null;
  connections: number;
  /** The last failure, and until when it is the answer to calls. */
  failure: BackendFailure | null;
  pausedUntil: number;
  stopWatching: () => void;
  closed: boolean;
}

/** Keeps the session of one server. Nothing is sent before `connected`. */
export function keepSession(link: Link, events: Pick<ChangesHandler, 'changed' | 'notification'>): Keep {
  const state: State = {
    ...{ link, events, status: { state: 'starting' }, session: null, connecting: null, connections: 0 },
    ...{ failure: null, pausedUntil: 0, stopWatching: () => {}, closed: false },
  };
  return {
    status: () => state.status,
    current: () => state.session,
    connected: (listing) => connected(state, listing),
    lost: (session, reason) => lost(state, session, reason),
    close: () => close(state),
  };
}

function connected(state: State, listing: boolean): Promise<HttpSession> {
  if (state.closed) return Promise.reject(new BackendError(unreachable('the gateway is closing')));
  if (state.session !== null) return Promise.resolve(state.session);
  if (state.connecting !== null) return state.connecting;
  if (!listing && state.failure !== null && state.link.clock.monotonic() < state.pausedUntil)
    return Promise.reject(new BackendError(state.failure));
  state.connecting = connect(state.link).then(
    (session) => established(state, session, listing),
    (error: unknown) => failed(state, error),
  );
  return state.connecting;
}

function established(state: State, session: HttpSession, listing: boolean): HttpSession {
  state.connecting = null;
  if (state.closed) {
    goodbye(state.link, session).catch(() => {});
    throw new BackendError(unreachable('the gateway is closing'));
  }
  state.session = session;
  state.status = { state: 'up' };
  state.failure = null;
  if (session.listChanged) state.stopWatching = watchChanges(state.link, session, handlerFor(state, session));
  // A server that came back may have come back with other tools. Who connects to list them needs no telling.
  if (++state.connections > 1 && !listing) state.events.changed();
  return session;
}

function handlerFor(state: State, session: HttpSession): ChangesHandler {
  return {
    ...state.events,
    lost(reason) {
      lost(state, session, reason);
      // Listing anew is what connects anew.
      state.events.changed();
    },
  };
}

function failed(state: State, error: unknown): never {
  state.connecting = null;
  const failure = error instanceof BackendError ? error.failure : unreachable(String(error));
  // Only the handshake was sent: no call has begun.
  state.failure = { ...failure, begun: false };
  state.status = { state: 'down', reason: failure.detail };
  state.pausedUntil = state.link.clock.monotonic() + PAUSE_MS;
  throw new BackendError(state.failure);
}

function lost(state: State, session: HttpSession, reason: string): void {
  if (state.session !== session) return;
  state.session = null;
  state.status = { state: 'down', reason };
  state.stopWatching();
}

async function close(state: State): Promise<void> {
  state.closed = true;
  state.stopWatching();
  const { session } = state;
  state.session = null;
  state.status = { state: 'down', reason: 'the gateway is closing' };
  if (session !== null) await goodbye(state.link, session);
}

/** Ends a legacy session (2025-11-25, basic/transports, "Session Management"). Whether the server agrees does not matter. */
function goodbye(link: Link, session: HttpSession): Promise<void> {
  if (session.id === null) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stopTimer();
      resolve();
    };
    const request = { method: 'DELETE', fields: session.fields, body: null } as const;
    const abort = send(link, request, { message: () => true, ended: done, failed: done });
    const stopTimer = link.clock.after(GOODBYE_MS, () => {
      abort();
      resolve();
    });
  });
}
