// One running child and the messages over its pipes. All callers share it, so ids and progress tokens are its own.
import type { Child, Clock, Spawn } from '../contract/environment.ts';
import type { ServerMessage } from '../contract/message.ts';
import { BackendError, type BackendFailure } from '../contract/server.ts';
import { request } from '../protocol/build.ts';
import { createLineReader } from '../protocol/lines.ts';
import { singleLine } from '../protocol/outbound.ts';
import { scanServer } from '../protocol/scan.ts';
import { cancelled } from './answers.ts';
import { reset, timedOut, unreachable } from './failure.ts';
import { numberOf } from './ids.ts';
import { replyTo } from './replies.ts';

/** Bytes that one message of the child may have. */
const MAX_LINE = 32 * 1024 * 1024;

/** Who waits for the answer to a request. */
export interface Waiting {
  answer(message: ServerMessage): void;
  /** Progress of this request; null where nobody asked for it. */
  readonly progress: ((message: ServerMessage) => void) | null;
  failed(failure: BackendFailure): void;
}

export interface ChannelOptions {
  readonly spawn: Spawn;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Takes a line of the child's standard error, or about what it wrote wrongly. */
  readonly log: (line: string) => void;
  /** The child's tools changed. */
  readonly changed: () => void;
  /** Once: the child is gone. All who waited have been told. */
  readonly exit: (detail: string) => void;
}

export interface Channel {
  /** A new id: the number, to be sent as it is. */
  nextId(): number;
  /** Sends a line; false when the child cannot take it. */
  write(line: readonly Uint8Array[]): boolean;
  /** From here the answer with this id is `waiting`'s. */
  wait(id: number, waiting: Waiting): void;
  /** Forgets a request; true if it was still open. */
  forget(id: number): boolean;
  /** Asks on the gateway's own behalf. `params` is raw JSON. Rejects with a BackendError. */
  ask(method: string, params: string, ms: number): Promise<ServerMessage>;
  stop(): Promise<void>;
}

interface State {
  readonly options: ChannelOptions;
  readonly waiting: Map<number, Waiting>;
  child: Child | null;
  lastId: number;
}

/** Starts the child. */
export function openChannel(options: ChannelOptions): Channel {
  const state: State = { options, waiting: new Map(), child: null, lastId: 0 };
  const lines = createLineReader((line) => take(state, line), MAX_LINE);
  const child = options.spawn(options.command, options.env, {
    stdout(chunk) {
      if (lines.push(chunk)) return;
      options.log(`wrote a line of more than ${MAX_LINE} bytes and is stopped`);
      void child.stop();
    },
    stderr: options.log,
    exit: (detail) => gone(state, detail),
  });
  state.child = child;
  return {
    nextId: () => ++state.lastId,
    write: (line) => write(state, line),
    wait: (id, waiting) => void state.waiting.set(id, waiting),
    forget: (id) => state.waiting.delete(id),
    ask: (method, params, ms) => ask(state, method, params, ms),
    stop: () => child.stop(),
  };
}

function write(state: State, line: readonly Uint8Array[]): boolean {
  return state.child?.write(singleLine(line)) ?? false;
}

/** One line of the child. What is no message is left out: many programs greet on standard output. */
function take(state: State, line: Uint8Array): void {
  if (line.length === 0) return;
  const message = scanServer(line);
  if (message === null) state.options.log('wrote a line to standard output that is no JSON-RPC message');
  else if (message.kind === 'notification') notified(state, message);
  else if (message.kind === 'request') asked(state, message);
  else answered(state, message);
}

function answered(state: State, message: ServerMessage): void {
  const id = message.id === null ? -1 : numberOf(message.bytes, message.id);
  const waiting = state.waiting.get(id);
  // Late answers to what was cancelled are usual.
  if (waiting === undefined) return;
  state.waiting.delete(id);
  waiting.answer(message);
}

function notified(state: State, message: ServerMessage): void {
  if (message.method === 'notifications/tools/list_changed') state.options.changed();
  else if (message.method === 'notifications/progress' && message.progressToken !== null)
    state.waiting.get(numberOf(message.bytes, message.progressToken))?.progress?.(message);
}

function asked(state: State, message: ServerMessage): void {
  const reply = replyTo(message);
  if (reply !== null) write(state, [reply]);
}

function gone(state: State, detail: string): void {
  state.child = null;
  const open = [...state.waiting.values()];
  state.waiting.clear();
  for (const waiting of open) waiting.failed(reset(detail));
  state.options.exit(detail);
}

function ask(state: State, method: string, params: string, ms: number): Promise<ServerMessage> {
  return new Promise((resolve, reject) => {
    const id = ++state.lastId;
    const stopTimer = state.options.clock.after(ms, () => {
      // `initialize` must not be cancelled (2025-11-25, basic/utilities/cancellation).
      if (state.waiting.delete(id) && method !== 'initialize') write(state, [cancelled(String(id))]);
      reject(new BackendError(timedOut(ms, true)));
    });
    const failed = (failure: BackendFailure): void => {
      stopTimer();
      reject(new BackendError(failure));
    };
    state.waiting.set(id, {
      answer(message) {
        stopTimer();
        resolve(message);
      },
      progress: null,
      failed,
    });
    if (write(state, [request(String(id), method, params)])) return;
    state.waiting.delete(id);
    failed(unreachable('it does not read its input'));
  });
}
