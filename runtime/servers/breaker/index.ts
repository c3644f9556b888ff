// A breaker for the server and one for each of its tools: what fails again and again is refused at once, until a probe shows
// that it is well. A tool's breaker opens by that tool's failures; the server's, where it cannot be reached, or where
// more than one tool fails: a tool that is broken takes no other with it.
import { note } from '../../contract/attempt.ts';
import { heard } from '../../contract/heard.ts';
import type { BackendCall, BackendFailure } from '../../contract/server.ts';
import type { Guard } from '../../contract/ways.ts';
import { createWindow, type Window } from './window.ts';

/** How long a caller is to wait while another call probes. */
const PROBING_MS = 1000;

export const breaker: Guard = (
  { name: server, breaker: given },
  inner,
  { environment, breakers: states },
) => {
  const { withinMs, openMs, failures, ratio } = given!;
  const { clock, log } = environment;
  const store = states!;
  const windows = new Map<string, Window>();
  const probing = new Set<string>();
  /** Who failed last, and when: the server's breaker wants more than one to have failed. */
  const failing = new Map<string, number>();

  const keysOf = ({ message, subject }: BackendCall): readonly string[] =>
    message.method === 'tools/call' ? [server, `${server}/${subject}`] : [server];

  function windowOf(key: string): Window {
    const known = windows.get(key) ?? createWindow(clock, withinMs);
    windows.set(key, known);
    return known;
  }

  /** Milliseconds for which a call is refused; 0 where it may pass, perhaps as the probe. */
  function refusedFor(key: string): number {
    const until = store.until(key);
    if (until === undefined) return 0;
    const left = until - clock.monotonic();
    return left > 0 ? left : probing.has(key) ? PROBING_MS : 0;
  }

  function open(key: string): void {
    if (store.until(key) === undefined) log(`the breaker of ${key} opens: calls of it fail`);
    store.open(key, clock.monotonic() + openMs);
    windows.delete(key);
  }

  function failed(key: string, own: string, failure: BackendFailure, isProbe: boolean): void {
    if (isProbe) return open(key);
    // Calls that were under way when it opened say nothing new.
    if (store.until(key) !== undefined) return;
    const window = windowOf(key);
    window.add(true);
    const { total, failed: bad } = window.counts();
    if (bad < failures || bad < total * ratio) return;
    if (key !== own && failure.kind !== 'unreachable' && !severalFail()) return;
    open(key);
  }

  function severalFail(): boolean {
    const since = clock.monotonic() - withinMs;
    for (const [tool, at] of failing) if (at < since) failing.delete(tool);
    return failing.size > 1;
  }

  function passed(key: string, isProbe: boolean): void {
    if (!isProbe) {
      if (store.until(key) === undefined) windowOf(key).add(false);
      return;
    }
    store.close(key);
    windows.delete(key);
    log(`the breaker of ${key} closes: a call went well`);
  }

  return {
    ...inner,
    status() {
      const until = store.until(server);
      if (until === undefined || until <= clock.monotonic()) return inner.status();
      return { state: 'down', reason: 'its breaker is open' };
    },
    call(call, sink) {
      const keys = keysOf(call);
      const own = keys.at(-1)!;
      const waitMs = Math.max(...keys.map(refusedFor));
      if (waitMs > 0) {
        note(call.of, { server, outcome: 'skipped', what: 'open', ms: 0 });
        sink.failed(refused(waitMs));
        return () => {};
      }
      const probes = keys.filter((key) => store.until(key) !== undefined);
      for (const key of probes) probing.add(key);
      const done = (): void => {
        for (const key of probes) probing.delete(key);
      };
      const cancel = inner.call(
        call,
        heard(sink, {
          answer(message) {
            done();
            failing.delete(own);
            for (const key of keys) passed(key, probes.includes(key));
            sink.answer(message);
          },
          failed(failure) {
            done();
            if (isFailure(failure)) {
              if (own !== server) failing.set(own, clock.monotonic());
              for (const key of keys) failed(key, own, failure, probes.includes(key));
            } else if (failure.kind === 'http') for (const key of keys) passed(key, probes.includes(key));
            sink.failed(failure);
          },
        }),
      );
      return () => {
        done();
        cancel();
      };
    },
  };
};

/** A refusal by status is an answer of a server that works, but for what 5xx says. */
function isFailure({ kind, status }: BackendFailure): boolean {
  return kind !== 'busy' && (kind !== 'http' || status! >= 500);
}

function refused(retryAfterMs: number): BackendFailure {
  const detail = 'its breaker is open';
  return { kind: 'unreachable', status: null, begun: false, sent: false, detail, retryAfterMs };
}
