// One request of an agent on its way to a server and back. It is sent at most once; the sink hears one end.
import type { ServerMessage } from '../contract/message.ts';
import type { Ask, BackendCall, BackendFailure, BackendSink } from '../contract/server.ts';
import { modernMembers } from '../protocol/build.ts';
import { URL_ELICITATION_REQUIRED } from '../protocol/errors.ts';
import { TASKS_EXTENSION } from '../protocol/extensions.ts';
import { outbound } from '../protocol/outbound.ts';
import { MODERN } from '../protocol/versions.ts';
import { broken, failureOf, timedOut, told } from './failure.ts';
import type { Keep } from './keep.ts';
import type { Link, Peer, Waiter } from './link.ts';
import { errorText, isHopError, NOT_OFFERED, redacted } from './message.ts';
import { type Passing, passing } from './passing.ts';

/**
 * Sends `call` over the current link, or over one that is opened first. Returns what cancels it: the server is told,
 * the sink is not.
 */
export function sendCall(peer: Peer, keep: Keep, call: BackendCall, sink: BackendSink): () => void {
  const sent = new SentCall(peer, call, sink);
  const link = keep.current();
  if (link !== null) sent.send(link);
  else
    keep.ready(false).then(
      (opened) => sent.send(opened),
      (error: unknown) => sent.failed(failureOf(error)),
    );
  return () => sent.quit();
}

const NO_EDITS: NonNullable<BackendCall['edits']> = [];

class SentCall implements Waiter {
  readonly #peer: Peer;
  readonly #call: BackendCall;
  readonly #sink: BackendSink;
  #stopTimer: () => void;
  #modern = false;
  #sent = false;
  #over = false;
  /** A part of the answer has gone on. */
  #passed = false;
  /** Questions of the server that wait for an answer. */
  #asking = 0;
  /** When the server has to have answered, by the clock that never goes back. */
  #deadline: number;
  #giveUp: () => unknown = () => {};

  constructor(peer: Peer, call: BackendCall, sink: BackendSink) {
    this.#peer = peer;
    this.#call = call;
    this.#sink = sink;
    this.#deadline = peer.clock.monotonic() + call.timeoutMs;
    this.#stopTimer = this.#startTimer();
  }

  send(link: Link): void {
    if (this.#over) return;
    this.#sent = true;
    this.#modern = link.agreement!.era === 'modern';
    const { message, subject, renamed } = this.#call;
    const id = this.#peer.nextId();
    const raw = String(id);
    const progressToken = message.progressToken === null ? null : raw;
    const own = this.#modern ? ownOf(this.#peer, this.#call, link) : '';
    const edits = this.#call.edits ?? NO_EDITS;
    const json = outbound(message, { id: raw, subject, renamed, progressToken, own, edits });
    this.#giveUp = link.send({ id, method: message.method, json, call: this.#call }, this);
  }

  answer(answer: ServerMessage): void {
    const problem = answerProblem(answer, this.#call, this.#modern);
    const shown = this.#passed ? answer : redacted(this.#peer, answer);
    if (problem !== null) this.failed(broken(problem, answer.errorCode === null));
    else if (shown === null) this.failed(broken('its error repeats a secret where it cannot be left out'));
    else if (this.#end())
      this.#sink.answer(this.#modern || shown.errorCode === null ? shown : { ...shown, foreign: true });
  }

  passing(id: number, head: Uint8Array): Passing | null {
    const { of, whole, through = of?.through?.bind(of), capabilities, extensions = '' } = this.#call;
    const client = this.#over || whole === true || this.#asking > 0 ? null : (through?.() ?? null);
    if (client === null) return null;
    const { redact } = this.#peer;
    const asks = this.#modern && capabilities !== undefined;
    const options = { id, redact, asks, extended: this.#modern && extensions !== '' };
    const rest = passing(head, options, client);
    if (rest === null) return null;
    this.#passed = true;
    return { push: (chunk) => this.#awaited(rest.push(chunk)), end: rest.end };
  }

  /** A server is not to blame for what its client takes its time to read. */
  #awaited(passed: Promise<void> | boolean): Promise<void> | boolean {
    if (typeof passed === 'boolean') return passed;
    const { clock } = this.#peer;
    const began = clock.monotonic();
    this.#stopTimer();
    return passed.then(() => {
      this.#deadline += clock.monotonic() - began;
      if (!this.#over) this.#stopTimer = this.#startTimer(this.#deadline - clock.monotonic());
    });
  }

  asked(ask: Ask, respond: (member: string) => void): void {
    if (this.#over) return;
    // Whose answer passes is not asked any more.
    if (this.#sink.asked === undefined || this.#passed) return respond(NOT_OFFERED);
    // A person may take longer than the server has to.
    this.#stopTimer();
    this.#asking += 1;
    let open = true;
    const settled = (): boolean => {
      if (!open || this.#over) return false;
      open = false;
      this.#asking -= 1;
      if (this.#asking === 0) this.#stopTimer = this.#startTimer();
      return true;
    };
    ask.signal?.addEventListener('abort', settled);
    this.#sink.asked(ask, (member) => {
      if (settled()) respond(member);
    });
  }

  progress(notification: ServerMessage): unknown {
    return !this.#over && this.#sink.notification(notification);
  }

  failed(failure: BackendFailure): void {
    if (this.#end())
      this.#sink.failed(told(this.#peer, this.#passed ? { ...failure, passed: true } : failure));
  }

  quit(): void {
    if (this.#end()) this.#giveUp();
  }

  #startTimer(ms = this.#call.timeoutMs): () => void {
    const { timeoutMs } = this.#call;
    // A call that waited for its connection until now was not sent.
    return this.#peer.clock.after(ms, () =>
      this.failed(timedOut(timeoutMs, this.#giveUp() !== false && this.#sent)),
    );
  }

  #end(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#stopTimer();
    return true;
  }
}

/** What the gateway says of itself, and of what the client of this call can be asked for. */
export function ownOf(
  { own, clientInfo }: Peer,
  {
    capabilities = '{}',
    extensions = '',
    logLevel,
  }: Pick<BackendCall, 'capabilities' | 'extensions' | 'logLevel'>,
  { agreement }: Link,
): string {
  const said =
    capabilities === '{}' && extensions === ''
      ? own
      : modernMembers({
          protocolVersion: MODERN,
          clientInfo,
          clientCapabilities: withMembers(capabilities, extensions),
        });
  if (logLevel === undefined || !('logging' in agreement!.capabilities)) return said;
  return `${said},"io.modelcontextprotocol/logLevel":"${logLevel}"`;
}

/** An object's raw JSON with more members. */
function withMembers(json: string, members: string): string {
  if (members === '') return json;
  return `${json.slice(0, -1)}${json === '{}' ? '' : ','}${members}}`;
}

/**
 * Why an answer is not passed on. In either era: what asks the client for input where `ask` lets its server ask for nothing, be it
 * by an error that sends a person to URLs, which the modern era no longer has, or by a type of result that the legacy one has not.
 */
function answerProblem(
  answer: ServerMessage,
  { capabilities, extensions = '' }: BackendCall,
  modern: boolean,
): string | null {
  const { resultType, errorCode } = answer;
  const asks = errorCode === URL_ELICITATION_REQUIRED || resultType === 'input_required';
  if (asks && capabilities === undefined) return 'it asks the client for input, which `ask` does not let it';
  if (!modern) return null;
  if (isHopError(answer)) return errorText(answer);
  // An unknown type must not be taken for a complete result (2026-07-28, basic/index, ResultType).
  if (asks || resultType === null || resultType === 'complete') return null;
  // An extension may have types of its own: its client knows them.
  const declared = resultType === 'task' ? extensions.includes(TASKS_EXTENSION) : extensions !== '';
  return declared ? null : `its result is of the unknown type ${JSON.stringify(resultType)}`;
}
