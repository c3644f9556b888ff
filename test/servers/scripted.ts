// A backend whose calls a test answers by hand, for what stands around backends.
import type { CallContext } from '../../runtime/contract/attempt.ts';
import type { ClientMessage, ServerMessage } from '../../runtime/contract/message.ts';
import type { Backend, BackendCall, BackendFailure, BackendSink } from '../../runtime/contract/server.ts';
import type { GuardContext } from '../../runtime/contract/ways.ts';
import { memoryBreakers } from '../../runtime/state/breakers.ts';
import { type FakeTime, fakeBackend } from '../catalog/fakes.ts';
import { callOf } from '../gateway/facts.ts';
import { result } from '../gateway/world.ts';

export interface Open {
  readonly call: BackendCall;
  answer(message?: ServerMessage): void;
  fail(failure?: Partial<BackendFailure>): void;
  cancelled: boolean;
}

export interface Scripted extends Backend {
  /** Calls that came, in order. */
  readonly calls: Open[];
  /** What a check comes to; null: well. */
  problem: string | null;
}

export const RESET: BackendFailure = {
  kind: 'reset',
  status: null,
  begun: true,
  sent: true,
  detail: 'the connection was reset',
};
export const REFUSED: BackendFailure = { ...RESET, kind: 'unreachable', begun: false, sent: false };

export function scripted(name = 'crm'): Scripted {
  const calls: Open[] = [];
  const backend: Scripted = {
    ...fakeBackend(name, []),
    calls,
    problem: null,
    check: async () => {
      if (backend.problem !== null) throw new Error(backend.problem);
    },
    call(call, sink) {
      const open: Open = {
        call,
        answer: (message = result('{"content":[]}')) => sink.answer(message),
        fail: (failure) => sink.failed({ ...RESET, ...failure }),
        cancelled: false,
      };
      calls.push(open);
      return () => {
        open.cancelled = true;
      };
    },
  };
  return backend;
}

/** What became of a call: `answer`, or the kind of failure; null while it is under way. */
export interface Sent {
  came: string | null;
  failure: BackendFailure | null;
  readonly of: CallContext;
  cancel(): void;
}

export function send(backend: Backend, more: Partial<BackendCall> = {}): Sent {
  const of = { request: {}, facts: callOf({}), item: null, attempts: null } as unknown as CallContext;
  const message = { method: 'tools/call' } as ClientMessage;
  const call: BackendCall = {
    ...{ subject: 'search', renamed: null, message, paramFields: [], timeoutMs: 1000, of },
    ...more,
  };
  const sent: Sent = { came: null, failure: null, of, cancel: () => cancel() };
  const end = (came: string): void => {
    if (sent.came !== null) throw new Error(`${came} after ${sent.came}`);
    sent.came = came;
  };
  const sink: BackendSink = {
    notification() {},
    answer: () => end('answer'),
    failed(failure) {
      end(failure.kind);
      sent.failure = failure;
    },
  };
  const cancel = backend.call(call, sink);
  return sent;
}

/** What guards are given; chance is the middle. */
export function guardContext({ clock }: FakeTime): GuardContext & { readonly log: string[] } {
  const log: string[] = [];
  const random = (count: number) => new Uint8Array(count).fill(128, 0, 1);
  const environment = { clock, random, log: (line: string) => log.push(line) };
  return {
    environment: environment as unknown as GuardContext['environment'],
    breakers: memoryBreakers({ clock }),
    health: undefined,
    log,
  };
}
