// The most calls at a server at once; those beyond wait in a line with an end, and further ones are refused at once.
import { note } from '../../contract/attempt.ts';
import { heard } from '../../contract/heard.ts';
import type { BackendCall, BackendFailure, BackendSink } from '../../contract/server.ts';
import type { Guard } from '../../contract/ways.ts';

/** How much the newest call counts in the average. */
const NEWEST = 0.1;

interface Waiting {
  begin(): void;
}

export const queue: Guard = ({ name: server, queue: given }, inner, { environment: { clock } }) => {
  const { concurrency, length, waitMs } = given!;
  /** In the order in which they came. */
  const line = new Set<Waiting>();
  let open = 0;
  /** Milliseconds of a call, in the middle. */
  let usualMs = 0;

  function next(): void {
    if (open >= concurrency) return;
    const [first] = line;
    if (first === undefined) return;
    line.delete(first);
    first.begin();
  }

  /** When there may be room: the line before goes by in turns of `concurrency`. */
  const retryAfterMs = (): number => Math.max(1, Math.ceil((usualMs * (line.size + 1)) / concurrency));

  function refuse(call: BackendCall, sink: BackendSink, detail: string): void {
    note(call.of, { server, outcome: 'skipped', what: 'busy', ms: 0 });
    sink.failed(busy(detail, retryAfterMs()));
  }

  function send(call: BackendCall, sink: BackendSink): () => void {
    const started = clock.monotonic();
    let over = false;
    open += 1;
    const leave = (): void => {
      if (over) return;
      over = true;
      open -= 1;
      usualMs += NEWEST * (clock.monotonic() - started - usualMs);
      next();
    };
    const cancel = inner.call(
      call,
      heard(sink, {
        answer(message) {
          leave();
          sink.answer(message);
        },
        failed(failure) {
          leave();
          sink.failed(failure);
        },
      }),
    );
    return () => {
      cancel();
      leave();
    };
  }

  function wait(call: BackendCall, sink: BackendSink): () => void {
    const came = clock.monotonic();
    const most = Math.min(waitMs, call.timeoutMs);
    let cancel = (): void => {
      line.delete(waiting);
      stopTimer();
    };
    const waiting: Waiting = {
      begin() {
        stopTimer();
        // What it waited is gone from its time.
        const timeoutMs = Math.max(1, call.timeoutMs - (clock.monotonic() - came));
        cancel = send({ ...call, timeoutMs }, sink);
      },
    };
    const stopTimer = clock.after(most, () => {
      line.delete(waiting);
      refuse(call, sink, `it waited ${most} ms for one of ${concurrency} places`);
    });
    line.add(waiting);
    return () => cancel();
  }

  return {
    ...inner,
    call(call, sink) {
      if (open < concurrency) return send(call, sink);
      if (line.size < length) return wait(call, sink);
      refuse(call, sink, `${concurrency} calls are under way and ${length} wait`);
      return () => {};
    },
  };
};

function busy(detail: string, retryAfterMs: number): BackendFailure {
  return { kind: 'busy', status: null, begun: false, sent: false, detail, retryAfterMs };
}
