// Why a call has no answer: the few shapes of it.
import { BackendError, type BackendFailure } from '../contract/server.ts';
import type { Peer } from './link.ts';

/** Characters that are told of what a server said. */
const MAX_DETAIL = 200;

/** `begun`: the server may have begun to execute the call; if not, nothing of it was sent. */
export function failure(
  kind: BackendFailure['kind'],
  detail: string,
  begun: boolean,
  status: number | null = null,
): BackendFailure {
  return { kind, status, begun, sent: begun, detail };
}

/** Nothing was sent. */
export function unreachable(detail: string): BackendFailure {
  return failure('unreachable', detail, false);
}

/** What came, after the call was sent, is not what the protocol has. */
export function broken(detail: string, begun = true): BackendFailure {
  return { ...failure('protocol', detail, begun), sent: true };
}

/** No answer in time. */
export function timedOut(ms: number, begun: boolean): BackendFailure {
  return failure('timeout', `no answer within ${ms} ms`, begun);
}

/** A server that cannot be agreed with or listed. No call has begun. */
export function unfit(detail: string): BackendError {
  return new BackendError(broken(detail, false));
}

/** As it may be told: without the server's secrets, and then cut, so that no part of one is left. */
export function told({ redact }: Peer, why: BackendFailure): BackendFailure {
  return { ...why, detail: redact(why.detail).slice(0, MAX_DETAIL) };
}

/** The failure in whatever was thrown. */
export function failureOf(error: unknown): BackendFailure {
  return error instanceof BackendError ? error.failure : unreachable(String(error));
}
