// One request on its way through the stages: what is known of it so far, and the one end it may have.
import type { AuditRecord } from '../contract/audit.ts';
import type { GatewayRequest, Reply } from '../contract/gateway.ts';

import type { ServerMessage } from '../contract/message.ts';
import type { CatalogTool, Granted, Verdict } from '../contract/stages.ts';
import type { CallFacts } from '../contract/tool.ts';
import { encode, lengthOf, textOf } from '../protocol/bytes.ts';
import { answerFor, notificationFor } from '../protocol/inbound.ts';
import * as answers from './answers.ts';
import type { Core } from './core.ts';

/** What an audit record says beyond the request itself. */
type Outcome = Pick<AuditRecord, 'decision' | 'stage' | 'rule' | 'place' | 'status' | 'code' | 'reason'>;

const CLOSE = encode('}');

/** A request in flight. It ends exactly once: by `say`, `pass`, `refuse`, `fail` or `cancel`. */
export class Call {
  readonly core: Core;
  readonly request: GatewayRequest;
  readonly facts: CallFacts;
  tool: CatalogTool | null = null;
  verdict: Verdict | null = null;
  charge: Granted | null = null;
  readonly #reply: Reply;
  #cancelBackend: (() => void) | null = null;
  #over = false;

  constructor(core: Core, request: GatewayRequest, reply: Reply) {
    this.core = core;
    this.request = request;
    this.facts = core.facts(request, core.environment.clock);
    this.#reply = reply;
    core.inFlight.enter();
  }

  get over(): boolean {
    return this.#over;
  }

  /** What stops the attempt, once there is one. */
  sent(cancel: () => void): void {
    if (!this.#over) this.#cancelBackend = cancel;
  }

  /** The gateway's own result. */
  say(result: readonly Uint8Array[]): void {
    if (this.#over) return;
    this.#end();
    const open = encode(`{"jsonrpc":"2.0","id":${this.#idText()},"result":`);
    this.#reply.answer(200, [open, ...result, CLOSE], answers.NO_FIELDS);
  }

  /** A notification of the server about this call. */
  notify(notification: ServerMessage): void {
    if (this.#over) return;
    const { message } = this.request;
    const token = message.progressToken;
    const raw = token === null ? null : message.bytes.subarray(token.start, token.end);
    this.#reply.notification(notificationFor(raw, notification));
  }

  /** The server's answer, as it came but for the id. */
  pass(answer: ServerMessage): void {
    if (this.#over) return;
    this.#end();
    const json = answerFor({ id: this.#id(), era: this.request.era }, answer);
    this.#reply.answer(200, json, answers.NO_FIELDS);
    this.#audit(
      this.core.journal.reference(),
      answers.passed(this.verdict, answer),
      answer.isError,
      lengthOf(json),
    );
  }

  refuse(refusal: answers.Refusal): void {
    if (this.#over) return;
    this.#end();
    const ref = this.core.journal.reference();
    const json = refusal.body(this.#idText(), ref, this.request.era);
    this.#reply.answer(refusal.status, [json], refusal.fields);
    this.#audit(ref, refusal, false, json.length);
  }

  /** Something threw where nothing may: the answer is no. */
  fail(error: unknown): void {
    this.core.environment.log(
      `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    this.refuse(answers.internal());
  }

  /** The client has gone or has cancelled: the server is told, nobody is answered. */
  cancel(): void {
    if (this.#over) return;
    this.#end();
    this.#cancelBackend?.();
    if (this.tool === null) return;
    this.#audit(this.core.journal.reference(), answers.cancelled(this.verdict), false, 0);
  }

  #end(): void {
    this.#over = true;
    this.core.inFlight.leave();
  }

  /** The client's id, raw JSON: a request has one. */
  #id(): Uint8Array {
    const { bytes, id } = this.request.message;
    return bytes.subarray(id!.start, id!.end);
  }

  #idText(): string {
    return textOf(this.request.message.bytes, this.request.message.id!);
  }

  #audit(ref: string, outcome: Outcome, isError: boolean, bytesOut: number): void {
    const { agent, message, era, head, received } = this.request;
    this.core.journal.write(ref, {
      decision: outcome.decision,
      stage: outcome.stage,
      rule: outcome.rule,
      place: outcome.place,
      agent: agent.name,
      team: agent.team || null,
      auth: agent.method,
      ip: head.peer,
      era,
      method: message.method,
      tool: this.tool?.facts.name ?? message.name,
      original: this.tool?.facts.original ?? null,
      server: this.tool?.facts.server ?? null,
      status: outcome.status,
      code: outcome.code,
      isError,
      reason: outcome.reason,
      ms: roundedMs(this.core.environment.clock.monotonic() - received),
      bytesIn: message.bytes.length,
      bytesOut,
    });
  }
}

/** Milliseconds with three digits: microseconds are what a clock gives. */
function roundedMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
