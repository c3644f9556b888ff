// Keeps one child of a server running: starts it when it is first needed, and again when it ends.
import type { BackendStatus } from '../contract/server.ts';
import { BackendError } from '../contract/server.ts';
import type { ModernIdentity } from '../protocol/build.ts';
import { request } from '../protocol/build.ts';
import { backoff } from './backoff.ts';
import type { Agreement } from './era.ts';
import { unreachable } from './failure.ts';
import { metaOf } from './identity.ts';
import { type Channel, type ChannelOptions, openChannel } from './stdio-channel.ts';
import { shakeHands } from './stdio-connect.ts';

const FIRST_WAIT = 500;
const LAST_WAIT = 30_000;
/** A child that ran so long was a good one: the next ending is the first again. */
const SETTLED_MS = 60_000;
/** After so many endings in a row the pause is long: starting it costs more than it is worth. */
const STORM = 10;
const STORM_WAIT = 600_000;

/** A child that is ready. */
export interface Ready {
  readonly channel: Channel;
  readonly agreement: Agreement;
}

export interface StdioKeep {
  status(): BackendStatus;
  current(): Ready | null;
  /** The child, started if it never was. Rejects with a BackendError at once while it waits to be started again. */
  ready(): Promise<Ready>;
  close(): Promise<void>;
}

export interface KeepOptions extends Omit<ChannelOptions, 'exit'> {
  readonly identity: ModernIdentity;
  /** Takes a line for the operator. */
  readonly tell: (line: string) => void;
}

interface State {
  readonly options: KeepOptions;
  status: BackendStatus;
  current: Ready | null;
  starting: Promise<Ready> | null;
  channel: Channel | null;
  starts: number;
  failures: number;
  upSince: number;
  /** False after a child that ended when it was probed. */
  probe: boolean;
  stopTimer: (() => void) | null;
  closed: boolean;
}

/** Keeps one child. Nothing is started before `ready`. */
export function keepChild(options: KeepOptions): StdioKeep {
  const state: State = {
    ...{ options, status: { state: 'starting' }, current: null, starting: null, channel: null },
    ...{ starts: 0, failures: 0, upSince: 0, probe: true, stopTimer: null, closed: false },
  };
  return {
    status: () => state.status,
    current: () => state.current,
    ready: () => ready(state),
    close: () => close(state),
  };
}

function ready(state: State): Promise<Ready> {
  if (state.current !== null) return Promise.resolve(state.current);
  if (state.starting !== null) return state.starting;
  if (state.closed) return Promise.reject(new BackendError(unreachable('the gateway is closing')));
  if (state.status.state === 'down')
    return Promise.reject(new BackendError(unreachable(state.status.reason)));
  return start(state);
}

function start(state: State): Promise<Ready> {
  const { identity, clock } = state.options;
  state.stopTimer = null;
  state.starts++;
  let handshake = true;
  const channel = openChannel({
    ...state.options,
    exit(detail) {
      if (state.channel !== channel) return;
      state.channel = null;
      if (!handshake) ended(state, detail);
    },
  });
  state.channel = channel;
  const starting = shakeHands(channel, identity, clock, state.probe).then(
    (agreement) => {
      handshake = false;
      return up(state, { channel, agreement });
    },
    (error: unknown) => {
      // Some children end when they are sent what they do not know, others only know that.
      state.probe = !state.probe;
      const reason = error instanceof BackendError ? error.failure.detail : String(error);
      state.starting = null;
      state.status = { state: 'down', reason };
      void channel.stop().then(() => ended(state, `it did not get ready: ${reason}`));
      throw new BackendError(unreachable(reason));
    },
  );
  state.starting = starting;
  return starting;
}

function up(state: State, ready: Ready): Ready {
  state.starting = null;
  if (state.channel !== ready.channel) {
    ended(state, 'it ended right after the handshake');
    throw new BackendError(unreachable('it ended right after the handshake'));
  }
  state.current = ready;
  state.status = { state: 'up' };
  state.upSince = state.options.clock.monotonic();
  if (ready.agreement.era === 'modern' && ready.agreement.listChanged) listen(state, ready.channel);
  // A child that was started again may have other tools.
  if (state.starts > 1) state.options.changed();
  return ready;
}

/** Asks to be told of changes. A subscription that the child ends is asked for once more, later. */
function listen(state: State, channel: Channel): void {
  const id = channel.nextId();
  const params = `{"_meta":${metaOf(state.options.identity)},"notifications":{"toolsListChanged":true}}`;
  const again = (): void => {
    if (state.current?.channel === channel) listen(state, channel);
  };
  channel.wait(id, {
    answer: (message) => {
      if (message.kind === 'result') state.options.clock.after(LAST_WAIT, again);
    },
    progress: null,
    failed: () => {},
  });
  channel.write([request(String(id), 'subscriptions/listen', params)]);
}

/** The child is gone: waits, then starts another. */
function ended(state: State, reason: string): void {
  const { clock, tell } = state.options;
  state.starting = null;
  state.current = null;
  state.status = { state: 'down', reason };
  if (state.closed) return;
  const lived = state.upSince > 0 && clock.monotonic() - state.upSince > SETTLED_MS;
  state.failures = lived ? 1 : state.failures + 1;
  state.upSince = 0;
  const wait = state.failures >= STORM ? STORM_WAIT : backoff(state.failures - 1, FIRST_WAIT, LAST_WAIT);
  tell(`${reason}; starting it again in ${wait} ms`);
  state.stopTimer = clock.after(wait, () => void start(state).catch(() => {}));
}

async function close(state: State): Promise<void> {
  state.closed = true;
  state.stopTimer?.();
  state.current = null;
  state.status = { state: 'down', reason: 'the gateway is closing' };
  await state.channel?.stop();
}
