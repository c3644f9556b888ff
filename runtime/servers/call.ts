// One call of a tool on its way to a server and back. It is executed at most once; the sink hears one end.
import type { ServerMessage } from '../contract/message.ts';
import type { BackendCall, BackendFailure, BackendSink } from '../contract/server.ts';
import { outbound } from '../protocol/outbound.ts';
import { broken, failureOf, timedOut } from './failure.ts';
import type { Keep } from './keep.ts';
import type { Link, Peer, Waiter } from './link.ts';

// A class: one object a call, and its functions are made once.
export class Call implements Waiter {
  readonly #peer: Peer;
  readonly #keep: Keep;
  readonly #call: BackendCall;
  readonly #sink: BackendSink;
  readonly #stopTimer: () => void;
  #giveUp = (): void => {};
  #sent = false;
  /** It may be sent once more, if it was not executed. */
  #again = true;
  #modern = false;
  #over = false;

  /** Sends `call` over the current link, or over one that is opened first. */
  constructor(peer: Peer, keep: Keep, call: BackendCall, sink: BackendSink) {
    this.#peer = peer;
    this.#keep = keep;
    this.#call = call;
    this.#sink = sink;
    this.#stopTimer = peer.clock.after(call.timeoutMs, () => this.#expire());
    const link = keep.current();
    if (link === null) this.#wait();
    else this.#send(link);
  }

  /** Nobody waits any more: the server is told, the sink is not. */
  cancel(): void {
    if (this.#end()) this.#giveUp();
  }

  answer(message: ServerMessage): void {
    const problem = this.#modern ? resultProblem(message) : null;
    if (problem !== null) this.failed(broken(problem));
    else if (this.#end()) this.#sink.answer(message);
  }

  progress(message: ServerMessage): void {
    if (!this.#over) this.#sink.notification(message);
  }

  failed(failure: BackendFailure): void {
    // Not executed, because its session was gone: once more, in a new one.
    if (failure.status === 404 && !failure.begun && this.#sent && this.#again) {
      this.#again = false;
      this.#wait();
    } else if (this.#end()) this.#sink.failed(failure);
  }

  #wait(): void {
    this.#keep.ready(false).then(
      (link) => this.#send(link),
      (error: unknown) => this.failed(failureOf(error)),
    );
  }

  #send(link: Link): void {
    if (this.#over) return;
    const { message, tool } = this.#call;
    const { nextId, identity } = this.#peer;
    const { era } = link.agreement!;
    const id = nextId();
    const token = message.progressToken === null ? null : String(id);
    const json = outbound(message, { ...identity, era, id: String(id), tool, progressToken: token });
    this.#sent = true;
    this.#modern = era === 'modern';
    this.#giveUp = link.send({ id, method: 'tools/call', json, call: this.#call }, this);
  }

  #expire(): void {
    if (!this.#end()) return;
    this.#giveUp();
    this.#sink.failed(timedOut(this.#call.timeoutMs, this.#sent));
  }

  #end(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#stopTimer();
    return true;
  }
}

/** An unknown `resultType` must not be taken for a complete one (2026-07-28, basic/index, ResultType). */
function resultProblem({ resultType }: ServerMessage): string | null {
  if (resultType === null || resultType === 'complete') return null;
  if (resultType === 'input_required')
    return 'it asks the client for input, which this gateway does not relay';
  return `its result is of the unknown type ${JSON.stringify(resultType.slice(0, 60))}`;
}
