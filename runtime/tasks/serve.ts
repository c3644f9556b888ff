// What a client asks of its task: get, result, update, cancel, sent to the server that keeps it, and its answer told in
// the client's own era.
import type { ClientMessage, ServerMessage } from '../contract/message.ts';
import type { Ask, BackendCall, BackendSink } from '../contract/server.ts';
import type { TaskCall, TaskLook } from '../contract/tasks.ts';
import { concat, decode, encode } from '../protocol/bytes.ts';
import { INVALID_PARAMS } from '../protocol/errors.ts';
import { declaredBy, passedOn } from '../protocol/extensions.ts';
import { splice } from '../protocol/splice.ts';
import { UNASKED } from './asks.ts';
import { finished, modernMembersOf, named, related, requestOf, taskIn } from './forms.ts';

/** Milliseconds that `tasks/result` may block: a person may be asked meanwhile, and a client asks again. */
const RESULT_MS = 10 * 60_000;

const ACKNOWLEDGED = '{"resultType":"complete"}';

export function serveTask(call: TaskCall): void {
  const { request, item } = call;
  const { form } = item.tasks!;
  const { method } = request.message;
  if (method === 'tasks/get') look(call);
  else if (form === request.era) relay(call);
  // A modern client's, of a legacy server.
  else if (method === 'tasks/cancel') cancelLegacy(call);
  // A legacy server asks its client by requests: nothing is outstanding that could be answered so.
  else call.tell(ACKNOWLEDGED);
}

/** Serves `tasks/get`. */
export function look(call: TaskLook): void {
  if (call.item.tasks!.form === call.request.era) send(call);
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
  const { message, era } = call.request;
  const own = era === 'modern' ? declared(call) : {};
  return { ...about(call, message), renamed: message.taskIdSpan, ...own };
}

/** What a server of the client's era says of the task. */
export function shown(call: TaskLook, answer: ServerMessage): void {
  const { era, message } = call.request;
  const problem = era === 'modern' ? call.unasked(answer) : null;
  if (problem !== null) call.failed(problem);
  else call.answer(named(answer, message.taskId!));
}

/** What a modern server is told of the client with each request. */
export function declared({
  request,
  askable,
}: Pick<TaskLook, 'request' | 'askable'>): Pick<BackendCall, 'extensions' | 'capabilities'> {
  const extensions = passedOn(declaredBy(request), true);
  return askable === null ? { extensions } : { extensions, capabilities: askable };
}

function about({ item, task, request: { agent } }: TaskLook, message: ClientMessage): BackendCall {
  return { subject: task.id, renamed: null, message, paramFields: [], timeoutMs: item.timeoutMs, agent };
}

function sinkOf(call: TaskLook, answer: (answer: ServerMessage) => void): BackendSink {
  return {
    notification: (message) => call.notify(message),
    answer,
    failed: (failure) => call.failed(failure),
  };
}

/** The server asks about the task by its own id of it; its client knows another. */
function relabelled(sink: BackendSink, own: string, id: string): BackendSink {
  return {
    ...sink,
    asked(ask, respond) {
      const back = (member: string): void =>
        respond(member.replaceAll(JSON.stringify(id), () => JSON.stringify(own)));
      sink.asked?.({ ...ask, params: relabel(ask, id) }, back);
    },
  };
}

function relabel({ params }: Ask, id: string): string {
  const bytes = encode(params);
  return decode(concat(splice(bytes, related(bytes, 0, id))));
}

// ── a legacy server's task, for a modern client ──────────────────────────────

function getLegacy(call: TaskLook): void {
  const id = call.request.message.taskId!;
  ask(call, 'tasks/get', (answer) => {
    if (answer.result === null) return call.answer(answer);
    const state = taskIn(answer, answer.result);
    const { status } = state;
    if (status !== 'completed' && status !== 'failed')
      // Nobody is told what it asks but who waits for its result, as legacy clients do.
      return call.tell(`{"resultType":"complete",${modernMembersOf(atWork(state), id)}}`);
    ask(call, 'tasks/result', (outcome) => {
      if (outcome.resultType === 'input_required') call.failed(UNASKED);
      else call.tell(finished(state, id, named(outcome, id)));
    });
  });
}

/** A task that asks is at work, for who cannot be asked. */
function atWork(state: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return state.status === 'input_required' ? { ...state, status: 'working' } : state;
}

/** A legacy server refuses for a task that is over; a modern one acknowledges. */
function cancelLegacy(call: TaskCall): void {
  ask(call, 'tasks/cancel', (answer) => {
    if (answer.result !== null) return call.tell(ACKNOWLEDGED);
    if (answer.errorCode !== INVALID_PARAMS) return call.answer(answer);
    ask(call, 'tasks/get', (state) => (state.result === null ? call.answer(state) : call.tell(ACKNOWLEDGED)));
  });
}

function ask(call: TaskLook, method: string, answered: (answer: ServerMessage) => void): void {
  if (!call.over) call.send(about(call, requestOf(method, call.task.id)), sinkOf(call, answered));
}
