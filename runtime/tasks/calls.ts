// A request about tasks, as what serves it sees it: what it may send, and how it ends.
import type { AskSteps } from '../contract/asks.ts';
import type { CatalogItem } from '../contract/catalog.ts';
import type { ClientMessage, ServerMessage } from '../contract/message.ts';
import type { Redact } from '../contract/redact.ts';
import type { BackendFailure } from '../contract/server.ts';
import type { TaskCall, TaskList, TaskOf } from '../contract/tasks.ts';
import { no } from '../gateway/answers.ts';
import type { Call } from '../gateway/call.ts';
import { concat, encode } from '../protocol/bytes.ts';
import { INVALID_PARAMS } from '../protocol/errors.ts';
import { scanClient } from '../protocol/scan.ts';
import { type Edit, splice } from '../protocol/splice.ts';
import { askable, unasked } from './asks.ts';
import { answerWith, statusIn } from './forms.ts';
import type { Ids } from './ids.ts';
import { keptBy } from './kept.ts';
import { type Looking, lookOf } from './look.ts';
import type { Outstanding } from './outstanding.ts';
import { redactedAnswer, UNREDACTED } from './redacting.ts';
import { look } from './serve.ts';

/** What of the gateway's stages a task needs. */
export interface Steps {
  giveUp(call: Call, item: CatalogItem, failure: BackendFailure): void;
}

/** What a request is about. */
export interface OfTask {
  readonly item: CatalogItem;
  readonly task: TaskOf;
  readonly redact: Redact;
  readonly outstanding: Outstanding;
}

export function taskCallOf(
  call: Call,
  { giveUp }: Steps,
  { item, task, redact, outstanding }: OfTask,
): TaskCall {
  const { asks } = call.core;
  const failed = (failure: BackendFailure): void => giveUp(call, item, failure);
  const notify = (message: ServerMessage): boolean => call.notify(message);
  const { clock } = call.core.environment;
  const mayAsk = asks !== null && item.asks.length > 0 ? asks : null;
  const settling = (answer: (message: ServerMessage) => void): AskSteps<Call> => ({
    settle: (_, __, message) => answer(message),
    giveUp,
  });
  return {
    request: call.request,
    item,
    task,
    askable: askable(call, item),
    get over() {
      return call.over;
    },
    asked() {
      return outstanding.of(this);
    },
    unasked: (answer) => unasked(call, item, answer),
    send: (outbound, sink) => call.sent(item.backend.call(outbound, sink)),
    attempt(outbound, through, answer) {
      if (mayAsk !== null) mayAsk.attempt(mayAsk.of(call, item, outbound, settling(answer), through));
      else call.sent(item.backend.call(outbound, { notification: notify, answer, failed }));
    },
    notify,
    answer(message) {
      // What came of a task does not say how that is.
      if (call.request.message.method === 'tasks/result') return call.pass(message);
      const shown = redactedAnswer(redact, message);
      if (shown === null) return failed(UNREDACTED);
      call.ofTask({ task: task.ref, ...statusIn(shown) });
      call.pass(shown);
    },
    tell(result) {
      const shown = redactedAnswer(redact, answerWith(result)!);
      if (shown === null) return failed(UNREDACTED);
      const { bytes, result: span } = shown;
      call.record([bytes.subarray(span!.start, span!.end)], { task: task.ref, ...statusIn(shown) });
    },
    failed,
    clock,
    wait: (ms, next) => call.sent(clock.after(ms, next)),
    redacted: (answer) => redactedAnswer(redact, answer),
    respond(responses) {
      outstanding.answer(this, responses);
    },
    refused: (text) => call.refuse(no('invalid', 'answer', 200, INVALID_PARAMS, text)),
    rounds(message, send, answer) {
      if (mayAsk === null) return call.sent(send(null, { notification: notify, answer, failed }));
      const outbound = {
        subject: task.id,
        renamed: null,
        message,
        paramFields: [],
        timeoutMs: item.timeoutMs,
      };
      mayAsk.attempt({
        ...mayAsk.of(call, item, outbound, settling(answer)),
        request: { ...call.request, message },
        get over() {
          return call.over;
        },
        send: ({ edits }, sink) => send(edits.length === 0 ? null : edited(message, [...edits]), sink),
      });
    },
  };
}

function edited({ bytes }: ClientMessage, edits: Edit[]): ClientMessage {
  return scanClient(concat(splice(bytes, edits)), { depth: 64 }) as ClientMessage;
}

export function listOf(call: Call, ids: Ids, tools: Pick<Looking, 'redactOf' | 'outstanding'>): TaskList {
  const { request } = call;
  return {
    request,
    async find(id) {
      const task = ids.open(request.agent, id);
      const kept = task && (await keptBy(call, task));
      return kept && { item: kept.item, task: task! };
    },
    look: ({ item, task }, id) =>
      new Promise((told) => {
        const failed = (): void => told(null);
        look(
          lookOf({ ...tools, asking: call, id, task, item, over: () => call.over, sent() {}, told, failed }),
        );
      }),
    tell: (result) => call.record([encode(result)]),
    invalid: (problem) => call.invalid(problem),
  };
}
