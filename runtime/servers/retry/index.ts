// More attempts at one server, never more than one execution of what may not run twice: a call is sent again where nothing
// of it was sent, or where its tool is declared safe. All attempts share the call's deadline.

import { heard } from '../../contract/heard.ts';
import type { ServerPlan } from '../../contract/plan.ts';
import type { Backend, BackendCall, BackendFailure, BackendSink } from '../../contract/server.ts';
import type { Guard } from '../../contract/ways.ts';
import { between } from '../jitter.ts';
import { createBudget } from './budget.ts';

const FIRST_WAIT_MS = 50;
const LAST_WAIT_MS = 1000;

export const retry: Guard = (server, inner, { environment }) => {
  const budget = createBudget(environment.clock);
  const plan = server.retry!;
  return {
    ...inner,
    call(call, sink) {
      budget.called();
      const tries = new Tries({ inner, call, sink, environment, plan, budget, safe: isSafe(server, call) });
      tries.begin();
      return () => tries.cancel();
    },
  };
};

/** Prompts and resources are only read. */
function isSafe({ retry: plan, rename }: ServerPlan, { message, subject }: BackendCall): boolean {
  if (message.method !== 'tools/call') return true;
  return plan!.safe(Object.hasOwn(rename, subject) ? rename[subject]! : subject);
}

interface Trying {
  readonly inner: Backend;
  readonly call: BackendCall;
  readonly sink: BackendSink;
  readonly environment: Parameters<Guard>[2]['environment'];
  readonly plan: NonNullable<ServerPlan['retry']>;
  readonly budget: ReturnType<typeof createBudget>;
  /** It may run twice. */
  readonly safe: boolean;
}

class Tries {
  readonly #on: Trying;
  readonly #deadline: number;
  /** Addresses that were tried: another one is better. */
  readonly #tried: number[] = [];
  /** Attempts under way, and what cancels each. */
  readonly #open = new Map<number, () => void>();
  #count = 0;
  /** What became of any attempt: what the last one says is not all. */
  #begun = false;
  #sent = false;
  #over = false;
  #stopTimer = (): void => {};

  constructor(on: Trying) {
    this.#on = on;
    this.#deadline = on.environment.clock.monotonic() + on.call.timeoutMs;
  }

  begin(): void {
    const { hedgeMs } = this.#on.plan;
    this.#attempt();
    if (hedgeMs !== null && this.#on.safe && this.#open.size === 1)
      this.#stopTimer = this.#on.environment.clock.after(hedgeMs, () => this.#hedge());
  }

  cancel(): void {
    this.#over = true;
    this.#stopTimer();
    for (const cancel of [...this.#open.values()]) cancel();
    this.#open.clear();
  }

  #attempt(): void {
    const { inner, call, sink, plan } = this.#on;
    const mine = ++this.#count;
    const left = this.#left();
    const timeoutMs = plan.attemptMs === null ? left : Math.min(left, plan.attemptMs);
    this.#open.set(mine, () => {});
    const cancel = inner.call(
      // Of two attempts at a time nobody knows which is to pass.
      { ...call, timeoutMs, tried: this.#tried, whole: call.whole || plan.hedgeMs !== null },
      heard(sink, {
        answer: (message) => {
          if (this.#end(mine)) sink.answer(message);
        },
        failed: (failure) => this.#failed(mine, failure),
      }),
    );
    if (this.#open.has(mine)) this.#open.set(mine, cancel);
  }

  /** The first to answer has answered: the others are not needed. */
  #end(mine: number): boolean {
    if (this.#over) return false;
    this.#open.delete(mine);
    this.cancel();
    return true;
  }

  #failed(mine: number, failure: BackendFailure): void {
    if (this.#over) return;
    this.#begun ||= failure.begun;
    this.#sent ||= failure.sent;
    this.#open.delete(mine);
    // Another attempt is under way, which may still be answered.
    if (this.#open.size > 0) return;
    this.#stopTimer();
    const waitMs = this.#again(failure) ? this.#wait() : null;
    if (waitMs === null || waitMs >= this.#left() || !this.#on.budget.spend()) {
      this.#over = true;
      return this.#on.sink.failed({ ...failure, begun: this.#begun, sent: this.#sent });
    }
    this.#stopTimer = this.#on.environment.clock.after(waitMs, () => this.#attempt());
  }

  #again(failure: BackendFailure): boolean {
    const { safe } = this.#on;
    return this.#mayGoOn() && !failure.passed && isPassing(failure) && (!failure.sent || safe);
  }

  /** One attempt may have tried several addresses: each counts. */
  #mayGoOn(): boolean {
    return Math.max(this.#count, this.#tried.length) < this.#on.plan.attempts;
  }

  /** Longer each time, anywhere up to that. */
  #wait(): number {
    const most = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#count - 1));
    return between(0, most, this.#on.environment.random);
  }

  #hedge(): void {
    if (this.#over || this.#open.size !== 1 || !this.#mayGoOn() || this.#left() <= 0) return;
    if (this.#on.budget.spend()) this.#attempt();
  }

  #left(): number {
    return this.#deadline - this.#on.environment.clock.monotonic();
  }
}

/** It may be gone the next time. Who knows when it will be says so, and that is not now. */
function isPassing({ kind, status, retryAfterMs }: BackendFailure): boolean {
  if (retryAfterMs !== undefined || kind === 'protocol' || kind === 'busy') return false;
  return kind !== 'http' || status === 429 || status! >= 500;
}
