// Why a call has no answer: the few shapes of it.
import type { BackendFailure } from '../contract/server.ts';

/** Nothing was sent. */
export function unreachable(detail: string): BackendFailure {
  return { kind: 'unreachable', status: null, begun: false, detail };
}

/** The connection or the child ended while the call was under way. */
export function reset(detail: string): BackendFailure {
  return { kind: 'reset', status: null, begun: true, detail };
}

/** No answer in time. */
export function timedOut(ms: number, begun: boolean): BackendFailure {
  return { kind: 'timeout', status: null, begun, detail: `no answer within ${ms} ms` };
}

/** What came is not what the protocol has. */
export function broken(detail: string, begun = true): BackendFailure {
  return { kind: 'protocol', status: null, begun, detail };
}

/** An HTTP status that is no answer. `said` is the beginning of the body. */
export function httpStatus(status: number, said: string): BackendFailure {
  return {
    kind: 'http',
    status,
    begun: true,
    detail: said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`,
  };
}
