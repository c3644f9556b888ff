// One call on its way along a chain: each link once, one deadline for all, and never a second run that nobody allowed.
import { note } from '../contract/attempt.ts';
import { heard } from '../contract/heard.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { ChainPlan, LinkPlan } from '../contract/plan-ways.ts';
import type { BackendCall, BackendFailure, BackendSink } from '../contract/server.ts';
import { createTurns } from '../contract/turns.ts';
import type { RoutingContext } from '../contract/ways.ts';
import { fitted } from './fitted.ts';
import { triggeredByAnswer, triggeredByFailure } from './triggers.ts';

/** What a client is told to wait where nothing knows better, in milliseconds. */
const LATER_MS = 1000;

/** How a link ended that did not do. */
type Ended = { readonly answer: ServerMessage } | { readonly failure: BackendFailure };

export class Course {
  readonly #plan: ChainPlan;
  readonly #tool: string;
  readonly #context: RoutingContext;
  readonly #call: BackendCall;
  readonly #sink: BackendSink;
  readonly #deadline: number;
  readonly #turns = createTurns();
  readonly #tried: string[] = [];
  #at = 0;
  #ended: Ended | null = null;
  /** What may have run so far: whether anything, and whether all of it only reads. */
  #begun = false;
  #onlyRead = true;
  #sent = false;
  #retryAfterMs: number | null = null;

  constructor(plan: ChainPlan, tool: string, context: RoutingContext, call: BackendCall, sink: BackendSink) {
    this.#plan = plan;
    this.#tool = tool;
    this.#context = context;
    this.#call = call;
    this.#sink = sink;
    this.#deadline = context.environment.clock.monotonic() + call.timeoutMs;
  }

  /** Tries the next link that there is and that may be tried. */
  next(): void {
    const link = this.#plan.links[this.#at++];
    if (link === undefined) return this.#exhausted();
    if (this.#left() <= 0) return this.#late();
    const problem = this.#begun && !this.#mayRunAgain(link) ? 'may have run' : this.#send(link);
    if (problem === null) return;
    note(this.#call.of, { server: link.server, outcome: 'skipped', what: problem, ms: 0 });
    this.next();
  }

  readonly cancel = (): void => this.#turns.cancel();

  /** Null: it is under way; else why it is not. */
  #send(link: LinkPlan): string | null {
    const { plan, find } = this.#context;
    const item = find(plan.catalog.name(link.server, this.#toolOf(link)));
    if (item === undefined || item instanceof Promise) return 'not offered';
    const call = fitted(link, item, this.#call);
    if (typeof call === 'string') return call;
    this.#tried.push(link.server);
    // A condition over results reads them.
    const whole = call.whole || this.#plan.on.results.length > 0;
    const timeoutMs = Math.min(item.timeoutMs, this.#left());
    this.#turns.next(() => item.backend.call({ ...call, timeoutMs, tried: [], whole }, this.#sinkOf(link)));
    return null;
  }

  #sinkOf(link: LinkPlan): BackendSink {
    const sink = this.#sink;
    const { on } = this.#plan;
    return heard(sink, {
      answer: (answer) => {
        this.#turns.ended();
        if (!triggeredByAnswer(on, answer, this.#call.of)) return sink.answer(answer);
        this.#ran(link, true, true);
        this.#ended = { answer };
        this.next();
      },
      failed: (failure) => {
        this.#turns.ended();
        this.#ran(link, failure.begun, failure.sent);
        const { retryAfterMs = null } = failure;
        this.#retryAfterMs = least(this.#retryAfterMs, retryAfterMs);
        this.#ended = { failure };
        if (!failure.passed && triggeredByFailure(on, failure)) this.next();
        else this.#giveUp(failure);
      },
    });
  }

  #ran(link: LinkPlan, begun: boolean, sent: boolean): void {
    this.#sent ||= sent;
    if (!begun) return;
    this.#begun = true;
    // As it was reviewed: what a server says of itself at run time counts for nothing here.
    this.#onlyRead &&= link.readOnly(this.#toolOf(link));
  }

  #mayRunAgain(link: LinkPlan): boolean {
    return this.#plan.safe || (this.#onlyRead && link.readOnly(this.#toolOf(link)));
  }

  #toolOf({ tool }: LinkPlan): string {
    return tool ?? this.#tool;
  }

  /** Links are left, and no time for them. */
  #late(): void {
    const ended = this.#ended;
    if (ended !== null && 'failure' in ended) this.#giveUp(ended.failure);
    else this.#exhausted();
  }

  /** No link is left. What a tool said is better than that all are down; what may have run must be said. */
  #exhausted(): void {
    const ended = this.#ended;
    if (ended !== null && 'answer' in ended) return this.#sink.answer(ended.answer);
    if (ended !== null && this.#begun && !this.#plan.safe && !this.#onlyRead)
      return this.#giveUp(ended.failure);
    this.#sink.failed({
      kind: 'unreachable',
      status: null,
      begun: this.#begun,
      sent: this.#sent,
      detail: `every link is down${ended === null ? '' : `; the last one: ${ended.failure.detail}`}`,
      retryAfterMs: this.#plan.retryAfterMs ?? this.#retryAfterMs ?? LATER_MS,
      tried: this.#tried,
    });
  }

  #giveUp(failure: BackendFailure): void {
    this.#sink.failed({ ...failure, begun: this.#begun, sent: this.#sent, tried: this.#tried });
  }

  #left(): number {
    return this.#deadline - this.#context.environment.clock.monotonic();
  }
}

function least(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
