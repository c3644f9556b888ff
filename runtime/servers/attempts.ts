// Notes what becomes of each try at a server: for the audit record, and for who may be asked next.
import { type AttemptOutcome, note } from '../contract/attempt.ts';
import { heard } from '../contract/heard.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import type { Guard, WaysOf } from '../contract/ways.ts';

export const attempts: Guard = ({ name: server, address }, inner, { environment: { clock } }) => ({
  ...inner,
  call(call, sink) {
    const { of } = call;
    if (of === undefined) return inner.call(call, sink);
    const started = clock.monotonic();
    const ended = (outcome: AttemptOutcome, what: string | null): void =>
      note(of, {
        server,
        ...(address === undefined ? {} : { address }),
        outcome,
        what,
        ms: clock.monotonic() - started,
      });
    return inner.call(
      call,
      heard(sink, {
        answer(message) {
          ended('answered', whatOf(message));
          sink.answer(message);
        },
        failed(failure) {
          ended(outcomeOf(failure), failure.kind === 'http' ? `http ${failure.status}` : failure.kind);
          sink.failed(failure);
        },
      }),
    );
  },
});

/** The last server to answer is who served it. */
export const waysOf: WaysOf = (decision, taking, attempts) => {
  const route = taking === null ? {} : { route: taking.route };
  if (attempts === null) return route;
  const answered = attempts.findLast(({ outcome }) => outcome === 'answered');
  return { ...route, servedBy: decision === 'allow' ? (answered?.server ?? null) : null, attempts };
};

function whatOf({ errorCode, isError }: ServerMessage): string | null {
  if (errorCode !== null) return `error ${errorCode}`;
  return isError ? 'isError' : null;
}

function outcomeOf({ kind, sent }: BackendFailure): AttemptOutcome {
  if (!sent) return kind === 'unreachable' ? 'not-connected' : 'not-sent';
  return kind === 'http' || kind === 'protocol' ? 'answered' : 'no-answer';
}
