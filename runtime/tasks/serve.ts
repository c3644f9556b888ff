// What a client asks of its task: get, result, update, cancel, sent to the server that keeps it, and its answer told in
// the client's own era.
import type { ServerMessage } from '../contract/message.ts';
import type { Ask, BackendCall, BackendSink } from '../contract/server.ts';
import type { TaskCall, TaskLook } from '../contract/tasks.ts';
import { concat, decode, encode, textOf } from '../protocol/bytes.ts';
import { INVALID_PARAMS } from '../protocol/errors.ts';
import { members } from '../protocol/skip.ts';
import { splice } from '../protocol/splice.ts';
import { UNASKED } from './asks.ts';
import { finished, type LegacyTask, modernMembersOf, named, related, taskIn, typed } from './forms.ts';
import { cancelModern, getModern, resultOfModern } from './modern-server.ts';
import { about, ask, sinkOf } from './send.ts';

/** Milliseconds that `tasks/result` may block: a person may be asked meanwhile, and a client asks again. */
export const RESULT_MS = 10 * 60_000;

const ACKNOWLEDGED = '{"resultType":"complete"}';

export function serveTask(call: TaskCall): void {
  const { request, item } = call;
  const { method } = request.message;
  if (method === 'tasks/get') look(call);
  else if (item.tasks!.form === request.era) relay(call);
  else if (method === 'tasks/result') resultOfModern(call, RESULT_MS);
  else if (method !== 'tasks/cancel') updateLegacy(call);
  else if (request.era === 'legacy') cancelModern(call);
  else cancelLegacy(call);
}

/** Serves `tasks/get`. */
export function look(call: TaskLook): void {
  const { request, item } = call;
  if (item.tasks!.form === request.era) send(call);
  else if (request.era === 'legacy') getModern(call);
  else getLegacy(call);
}

/** Client and server are of one era: only the id is another. */
function relay(call: TaskCall): void {
  const { item, task, request } = call;
  const { method, taskId } = request.message;
  if (method !== 'tasks/result') return send(call);
  const timeoutMs = Math.max(item.timeoutMs, RESULT_MS);
  call.attempt(
    { ...relayed(call), timeoutMs },
    (sink) => relabelled(sink, task.id, taskId!),
    (answer) => shown(call, answer),
  );
}

function send(call: TaskLook): void {
  call.send(
    relayed(call),
    sinkOf(call, (answer) => shown(call, answer)),
  );
}

/** The client's own request. */
function relayed(call: TaskLook): BackendCall {
  const { message } = call.request;
  return { ...about(call, message), renamed: message.taskIdSpan };
}

/** What a server of the client's era says of the task. */
export function shown(call: TaskLook, answer: ServerMessage): void {
  const { era, message } = call.request;
  const problem = era === 'modern' ? call.unasked(answer) : null;
  if (problem !== null) call.failed(problem);
  else call.answer(era === 'modern' ? typed(named(answer, message.taskId!)) : named(answer, message.taskId!));
}

/** The server asks about the task by its own id of it; its client knows another. */
function relabelled(sink: BackendSink, own: string, id: string): BackendSink {
  return {
    ...sink,
    asked(ask, respond) {
      const back = (member: string): void =>
        respond(member.replaceAll(JSON.stringify(id), () => JSON.stringify(own)));
      sink.asked?.(relabel(ask, id), back);
    },
  };
}

function relabel(ask: Ask, id: string): Ask {
  const bytes = encode(ask.params);
  return { ...ask, params: decode(concat(splice(bytes, related(bytes, 0, id)))) };
}

// ── a legacy server's task, for a modern client ──────────────────────────────

function getLegacy(call: TaskLook): void {
  const id = call.request.message.taskId!;
  ask(call, 'tasks/get', (answer) => {
    if (answer.result === null) return call.answer(answer);
    const state = taskIn(answer, answer.result);
    const { status } = state;
    if (status === 'input_required') return call.tell(asking(state, id, call.asked()));
    if (status !== 'completed' && status !== 'failed')
      return call.tell(`{"resultType":"complete",${modernMembersOf(state, id)}}`);
    ask(call, 'tasks/result', (outcome) => {
      if (outcome.resultType === 'input_required') call.failed(UNASKED);
      else call.tell(finished(state, id, named(outcome, id)));
    });
  });
}

/** A task that asks is at work, as long as it is not known what, and for who cannot be asked. */
function asking(state: LegacyTask, id: string, requests: string | null): string {
  if (requests === null)
    return `{"resultType":"complete",${modernMembersOf({ ...state, status: 'working' }, id)}}`;
  return `{"resultType":"complete",${modernMembersOf(state, id)},"inputRequests":${requests}}`;
}

function updateLegacy(call: TaskCall): void {
  const { bytes, params } = call.request.message;
  const responses = members(bytes, params!.start, ['inputResponses'])?.found[0];
  if (responses !== undefined) call.respond(textOf(bytes, responses));
  call.tell(ACKNOWLEDGED);
}

/** A legacy server refuses for a task that is over; a modern one acknowledges. */
function cancelLegacy(call: TaskCall): void {
  ask(call, 'tasks/cancel', (answer) => {
    if (answer.result !== null) return call.tell(ACKNOWLEDGED);
    if (answer.errorCode !== INVALID_PARAMS) return call.answer(answer);
    ask(call, 'tasks/get', (state) => (state.result === null ? call.answer(state) : call.tell(ACKNOWLEDGED)));
  });
}
