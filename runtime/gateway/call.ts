// One request on its way through the stages: what is known of it so far, and the one end it may have.
import type { Verdict } from '../contract/access.ts';
import type { Attempt, CallContext, Through } from '../contract/attempt.ts';
import type { ShadowRecord } from '../contract/audit.ts';
import type { CatalogItem, Subject } from '../contract/catalog.ts';
import type { GatewayRequest, Reply } from '../contract/gateway.ts';
import type { Fields, Flow } from '../contract/http.ts';
import type { Granted } from '../contract/limits.ts';
import type { ServerMessage, Span } from '../contract/message.ts';
import type { LogLevel } from '../contract/news.ts';
import type { Opened } from '../contract/tasks.ts';
import type { CallFacts } from '../contract/tool.ts';
import type { Taking } from '../contract/ways.ts';
import { binary, encode, lengthOf, textOf } from '../protocol/bytes.ts';
import { answerFor, codeFor, notificationFor } from '../protocol/inbound.ts';
import { LOG_LINE } from '../protocol/versions.ts';
import * as answers from './answers.ts';
import type { Core } from './core.ts';
import type { More } from './journal.ts';

/** It cannot become one. */
export const PLAIN: Opened = {
  refused: null,
  begins: false,
  members: '',
  keeps: false,
  whole: false,
  extension: false,
};

const READ = 'resources/read';
/** Methods whose answers pass on while they come. */
const PASSES: readonly string[] = ['tools/call', 'prompts/get', READ];

/** A request in flight. It ends exactly once: by `say`, `pass`, `refuse`, `fail` or `cancel`. */
export class Call implements CallContext {
  readonly core: Core;
  readonly request: GatewayRequest;
  readonly facts: CallFacts;
  /** The name or URI that was asked for. */
  asked = '';
  item: CatalogItem | null = null;
  verdict: Verdict | null = null;
  /** Rules on trial that hold; null where none speaks of the thing. */
  shadow: readonly ShadowRecord[] | null = null;
  charge: Granted | null = null;
  /** Where a route decided. */
  taking: Taking | null = null;
  /** Null where there is only one way, or nothing was tried. */
  attempts: Attempt[] | null = null;
  over = false;
  /** How it may become a task. */
  opening: Opened = PLAIN;
  /** From which level on the client is told log lines. */
  logLevel: LogLevel | null = null;
  readonly #reply: Reply;
  /** Reference id of the call that began the task, and of this very call where it did. */
  #more: More | null = null;
  #reference: string | null = null;
  #cancelBackend: (() => void) | null = null;
  /** An answer passes while it comes, and so many bytes of it have. */
  #flow: Flow | null = null;
  #flowed = 0;

  constructor(core: Core, request: GatewayRequest, reply: Reply) {
    this.core = core;
    this.request = request;
    this.facts = core.facts(request, core.environment.clock);
    this.#reply = reply;
    core.inFlight.enter();
  }

  /** What stops the attempt, once there is one. */
  sent(cancel: () => void): void {
    if (this.over) cancel();
    else this.#cancelBackend = cancel;
  }

  /** The gateway's own result. */
  say(result: readonly Uint8Array[]): void {
    const open = encode(`{"jsonrpc":"2.0","id":${this.#idText()},"result":`);
    this.#answer(200, [open, ...result, encode('}')]);
  }

  /** It is about a task. */
  ofTask(task: More): void {
    this.#more = task;
  }

  /** It begins a task. Its reference id. */
  beginsTask(): string {
    this.#reference ??= this.core.journal.reference();
    return this.#reference;
  }

  /** The gateway's own result, of which there is a record. */
  record(result: readonly Uint8Array[], more: More | null = this.#more): void {
    if (this.over) return;
    this.#more = more;
    this.say(result);
    this.#audit(answers.allowed('answer', 200, null, null), false, result);
  }

  /** A notification of the server about this call. True where the client is told. */
  notify(notification: ServerMessage): boolean {
    if (this.over || this.#flow !== null || this.#isUnheard(notification)) return false;
    const token = this.request.message.progressToken;
    this.#reply.notification(notificationFor(token && this.#raw(token), notification));
    return true;
  }

  /** A log line that its client does not want. */
  #isUnheard(notification: ServerMessage): boolean {
    return notification.method === LOG_LINE && this.core.news?.hears(this.logLevel, notification) !== true;
  }

  /** What is only called passes on while it comes, and what says that it is no task. */
  through(): Through | null {
    const { message, era } = this.request;
    if (!PASSES.includes(message.method) || this.opening.whole) return null;
    return {
      id: this.#idText(),
      typed: era === 'modern',
      cached: era === 'modern' && message.method === READ,
      open: () => this.#open(),
    };
  }

  #open(): ReturnType<Through['open']> {
    if (this.over || this.#flow !== null) return null;
    const flow = this.#reply.flow?.() ?? null;
    this.#flow = flow;
    if (flow === null) return null;
    return (bytes) => {
      if (this.over) return null;
      this.#flowed += bytes.length;
      return flow.write(bytes);
    };
  }

  /** The server's answer, as it came but for the id. */
  pass(answer: ServerMessage): void {
    if (this.over) return;
    if (this.#flow !== null) return this.#passed(this.#flow, answer);
    const { message, era } = this.request;
    const client = { id: this.#raw(message.id!), era, cacheable: message.method === READ };
    const json = answerFor(client, answer);
    const status = answers.statusOf(codeFor(era, answer), era);
    this.#answer(status, json);
    this.#audit(answers.allowed('answer', status, answer.errorCode, null), answer.isError, json);
  }

  #passed(flow: Flow, { isError }: ServerMessage): void {
    this.#end();
    flow.end();
    this.#audit(answers.allowed('answer', 200, null, null), isError, []);
  }

  /** A request of the server for the client, on this call's stream. */
  push(json: readonly Uint8Array[]): void {
    if (!this.over) this.#reply.notification(json);
  }

  /** Ends the call with a result by which the client is asked for more. */
  require(result: Uint8Array): void {
    if (this.over) return;
    this.say([result]);
    this.#audit(answers.allowed('answer', 200, null, 'the server asks the client for input'), false, [
      result,
    ]);
  }

  refuse(refusal: answers.Refusal): void {
    if (this.over) return;
    const reference = this.#reference ?? this.core.journal.reference();
    const json = [answers.bodyOf(refusal, this.#idText(), reference, this.request.era)];
    if (this.#flow !== null) return this.#breakOff(this.#flow, refusal, json, reference);
    this.#answer(refusal.status, json, refusal.fields);
    this.#audit(refusal, false, json, reference);
  }

  /** Half of an answer has gone to the client: it is to see that it is no more than that. */
  #breakOff(flow: Flow, refusal: answers.Refusal, json: readonly Uint8Array[], reference: string): void {
    this.#end();
    flow.abort(json);
    this.#audit({ ...refusal, status: 200, reason: `broken off: ${refusal.reason}` }, false, [], reference);
  }

  /** What the client sent is not what it has to be. */
  invalid(problem: string): void {
    this.refuse(answers.invalidParams(problem));
  }

  /** There is no such thing for this agent. */
  unknown(subject: Subject, stage: 'resolve' | 'visible'): void {
    this.refuse(answers.unknown(this, subject, stage));
  }

  /** Something threw where nothing may: the answer is no. */
  fail(error: unknown): void {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.core.environment.log(`internal error: ${what}`);
    this.refuse(answers.internal());
  }

  /** The client has gone or has cancelled: the server is told, nobody is answered. */
  cancel(): void {
    if (this.over) return;
    this.#end();
    this.#cancelBackend?.();
    this.#flow?.abort();
    // 499 is what nginx logs for a client that has gone: no status was sent.
    if (this.item !== null)
      this.#audit(answers.allowed('attempt', 499, null, 'cancelled by the client'), false, []);
  }

  #answer(status: number, json: readonly Uint8Array[], fields: Fields = answers.NO_FIELDS): void {
    if (this.over) return;
    this.#end();
    this.#reply.answer(status, json, fields);
  }

  #end(): void {
    this.over = true;
    this.core.inFlight.leave();
  }

  /** Raw JSON of the client's: its id, which a request has, or its progress token. */
  #raw({ start, end }: Span): string {
    return binary(this.request.message.bytes, start, end);
  }

  get id(): string {
    return this.#idText();
  }

  #idText(): string {
    return textOf(this.request.message.bytes, this.request.message.id!);
  }

  #audit(
    outcome: answers.Outcome,
    isError: boolean,
    json: readonly Uint8Array[],
    reference: string = this.#reference ?? this.core.journal.reference(),
  ): void {
    const { agent, message, era, head, received } = this.request;
    const { method, bytes } = message;
    const ms = this.core.environment.clock.monotonic() - received;
    const about = { ip: head.peer, agent, era, method, ms, bytesIn: bytes.length };
    const { item, verdict, shadow, asked } = this;
    const ways = this.core.ways?.(outcome.decision, this.taking, this.attempts) ?? null;
    const more = this.#more === null ? ways : { ...ways, ...this.#more };
    const called = { item, verdict, shadow, asked, isError, bytesOut: this.#flowed + lengthOf(json), more };
    this.core.journal.write(reference, outcome, about, called);
  }
}
