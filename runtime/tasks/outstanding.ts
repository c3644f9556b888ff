// What a legacy server's task asks, for a modern client: it is told of that with the task, and answers by `tasks/update`. The server
// asks in the request for the result, which waits here meanwhile. Only where one process serves: another would not know of it.
// 2025-11-25, basic/utilities/tasks, "Input Required Status"; the extension, "Task Update Requests".
import type { Clock, Environment } from '../contract/environment.ts';
import type { Ask, BackendSink } from '../contract/server.ts';
import type { TaskLook } from '../contract/tasks.ts';
import { encode, hex } from '../protocol/bytes.ts';
import { METHOD_NOT_FOUND } from '../protocol/errors.ts';
import { answerWith, objectOf, RELATED, rawMembers, requestOf } from './forms.ts';
import { relatedTo } from './legacy-forms.ts';
import { about } from './send.ts';

/** Tasks of which it waits for what they ask. */
const MOST = 1000;
/** Milliseconds that a question waits for its answer. */
const ANSWER_MS = 10 * 60_000;

const NOT_OFFERED = `"error":{"code":${METHOD_NOT_FOUND},"message":"This client does not offer the method"}`;
const UNANSWERED = '"error":{"code":-32001,"message":"The client did not answer in time"}';

interface Question {
  readonly ask: Ask;
  readonly respond: (member: string) => void;
}

export interface Outstanding {
  /** What the task asks by now: raw JSON of InputRequests; null where that is nothing. From here on it can ask. */
  of(call: TaskLook): string | null;
  /** Answers by raw JSON of InputResponses. What is not asked any more is passed over. */
  answer(call: TaskLook, responses: string): void;
}

/** @param keeps whether it can wait here */
export function createOutstanding(
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
  keeps: boolean,
): Outstanding {
  const waiting = new Map<string, Waiting>();
  /** No two questions have one key, of whatever task. */
  const prefix = hex(random(6));
  let count = 0;

  function wait(call: TaskLook): Waiting {
    const id = idOf(call);
    const made = new Waiting(
      clock,
      () => `${prefix}-${++count}`,
      () => waiting.delete(id),
    );
    waiting.set(id, made);
    if (waiting.size > MOST) [...waiting.values()][0]!.end();
    made.begin(call);
    return made;
  }

  return {
    of(call) {
      if (!keeps || call.askable === null) return null;
      const { questions } = waiting.get(idOf(call)) ?? wait(call);
      if (questions.size === 0) return null;
      const asks = requestsOf(questions);
      // Another client of the same agent may be asked for less.
      return mayAsk(call, asks) ? asks : null;
    },
    answer(call, responses) {
      const known = waiting.get(idOf(call));
      for (const [key, response] of Object.entries(rawMembers(encode(responses))))
        known?.answer(key, `"result":${relatedTo(response, call.task.id)}`);
    },
  };
}

class Waiting {
  readonly questions = new Map<string, Question>();
  readonly #clock: Clock;
  readonly #key: () => string;
  readonly #over: () => void;
  #cancel = (): void => {};

  constructor(clock: Clock, key: () => string, over: () => void) {
    this.#clock = clock;
    this.#key = key;
    this.#over = over;
  }

  begin(call: TaskLook): void {
    const sink: BackendSink = {
      notification() {},
      asked: (ask, respond) => {
        const question = { ask: { ...ask, params: unrelated(ask.params) }, respond };
        if (mayAsk(call, requestsOf(new Map([['one', question]])))) this.#ask(question);
        else respond(NOT_OFFERED);
      },
      // What came of it is asked for by who is told that it is over.
      answer: () => this.#over(),
      failed: () => this.#over(),
    };
    const message = requestOf('tasks/result', call.task.id);
    const sent = { ...about(call, message), timeoutMs: ANSWER_MS, capabilities: call.askable!, whole: true };
    this.#cancel = call.item.backend.call(sent, sink);
  }

  answer(key: string, member: string): void {
    const question = this.questions.get(key);
    this.questions.delete(key);
    question?.respond(member);
  }

  /** Nobody waits for it any more. */
  end(): void {
    this.#over();
    this.#cancel();
  }

  #ask(question: Question): void {
    const key = this.#key();
    const stopTimer = this.#clock.after(ANSWER_MS, () => this.answer(key, UNANSWERED));
    const respond = (member: string): void => {
      stopTimer();
      question.respond(member);
    };
    this.questions.set(key, { ask: question.ask, respond });
    // Its server takes it back.
    question.ask.signal?.addEventListener('abort', () => {
      stopTimer();
      this.questions.delete(key);
    });
  }
}

function idOf({ request }: TaskLook): string {
  return request.message.taskId!;
}

function mayAsk(call: TaskLook, requests: string): boolean {
  return call.unasked(answerWith(`{"inputRequests":${requests}}`)!) === null;
}

/** Raw JSON of InputRequests. */
function requestsOf(questions: ReadonlyMap<string, Question>): string {
  const requests = [...questions].map(
    ([
      key,
      {
        ask: { method, params },
      },
    ]) => [key, objectOf({ method: JSON.stringify(method), params })],
  );
  return objectOf(Object.fromEntries(requests));
}

/** Params without the server's own id of the task. */
function unrelated(params: string): string {
  const { _meta, ...rest } = rawMembers(encode(params));
  const { [RELATED]: _, ...meta } = _meta === undefined ? {} : rawMembers(encode(_meta));
  return objectOf(Object.keys(meta).length === 0 ? rest : { ...rest, _meta: objectOf(meta) });
}
