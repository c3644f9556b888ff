// A modern server's task, for a legacy client: it tells of itself in the legacy form, waits for its end where the client waits, and
// what it asks is asked of the client meanwhile. 2025-11-25, basic/utilities/tasks, "Behavior Requirements".
import type { ClientMessage, ServerMessage } from '../contract/message.ts';
import type { BackendFailure, BackendSink } from '../contract/server.ts';
import type { TaskCall, TaskLook } from '../contract/tasks.ts';
import { errorMessage } from '../protocol/build.ts';
import { encode } from '../protocol/bytes.ts';
import { INTERNAL_ERROR } from '../protocol/errors.ts';
import { scanServer } from '../protocol/scan.ts';
import { answerWith, OVER, objectOf, pauseOf, rawMembers, requestOf } from './forms.ts';
import {
  legacyStatusOf,
  legacyTaskOf,
  type ModernTask,
  modernTaskIn,
  partOf,
  relatedTo,
} from './legacy-forms.ts';
import { UNREDACTED } from './redacting.ts';
import { about, ask } from './send.ts';

export function getModern(call: TaskLook): void {
  stateOf(call, (state) => call.tell(legacyTaskOf(state, call.request.message.taskId!)));
}

/** Asks for the task; what is no state of it ends the call. */
function stateOf(call: TaskLook, next: (state: ModernTask) => void): void {
  ask(call, 'tasks/get', (answer) => {
    const problem = call.unasked(answer);
    if (problem !== null) call.failed(problem);
    else if (answer.result === null) call.answer(answer);
    else next(modernTaskIn(answer));
  });
}

/** A modern server acknowledges and cancels when it comes to it; a legacy client is told once it has. */
export function cancelModern(call: TaskCall): void {
  const { clock, item, request } = call;
  const end = clock.monotonic() + item.timeoutMs;
  const looked = (state: ModernTask, asked: boolean): void => {
    if (asked && state.status === 'cancelled') return call.tell(legacyTaskOf(state, request.message.taskId!));
    if (isOver(state))
      return call.refused(`Cannot cancel task: already in terminal status '${legacyStatusOf(state)}'`);
    if (asked && clock.monotonic() >= end) return call.failed(UNCANCELLED);
    if (asked)
      return call.wait(pauseOf(state.pollIntervalMs), () => stateOf(call, (next) => looked(next, true)));
    ask(call, 'tasks/cancel', (answer) => {
      if (answer.result === null) call.answer(answer);
      else stateOf(call, (next) => looked(next, true));
    });
  };
  stateOf(call, (state) => looked(state, false));
}

function isOver({ status }: ModernTask): boolean {
  return OVER.includes(status as string);
}

/** @param ms how long it may block */
export function resultOfModern(call: TaskCall, ms: number): void {
  const { message } = call.request;
  call.rounds(requestOf('tasks/update', call.task.id), awaiting(call, ms), (state) => {
    const shown = state.result === null ? state : call.redacted(state);
    if (shown === null) call.failed(UNREDACTED);
    else call.answer(outcomeIn(shown, message.taskId!));
  });
}

/** What came of it: exactly what the call would have been answered with. */
function outcomeIn(state: ServerMessage, id: string): ServerMessage {
  if (state.result === null) return state;
  const [result, error] = [partOf(state, 'result'), partOf(state, 'error')];
  if (error !== null) return scanServer(encode(`{"jsonrpc":"2.0","id":0,"error":${error}}`))!;
  if (result !== null) return answerWith(relatedTo(result, id))!;
  return scanServer(errorMessage('0', INTERNAL_ERROR, 'The task was cancelled'))!;
}

/** Sends what the client said, if it was asked, and asks for the task until it is over or asks something new. */
function awaiting(call: TaskCall, ms: number) {
  const { clock, item, request } = call;
  const asked = new Set<string>();
  return (update: ClientMessage | null, sink: BackendSink): (() => void) => {
    const end = clock.monotonic() + ms;
    let over = false;
    let stop = (): void => {};
    const send = (message: ClientMessage, answer: (answer: ServerMessage) => void): void => {
      if (!over) stop = item.backend.call(about(call, message), { ...sink, answer });
    };
    const look = (): void => send(requestOf('tasks/get', call.task.id), looked);
    const looked = (answer: ServerMessage): void => {
      const problem = call.unasked(answer);
      if (problem !== null) return sink.failed(problem);
      const state = answer.result === null ? null : modernTaskIn(answer);
      if (state === null || isOver(state)) return sink.answer(answer);
      const asks = newIn(answer, asked, request.message.taskId!);
      if (asks !== null) sink.answer(asks);
      else if (clock.monotonic() >= end) sink.failed(UNFINISHED);
      else stop = clock.after(pauseOf(state.pollIntervalMs), look);
    };
    if (update === null) look();
    else send(update, (answer) => (answer.result === null ? sink.answer(answer) : look()));
    return () => {
      over = true;
      stop();
    };
  };
}

/** What it asks for the first time, as the answer to a call that asks; null where that is nothing. Each is named by its task. */
function newIn(answer: ServerMessage, asked: Set<string>, id: string): ServerMessage | null {
  const json = partOf(answer, 'inputRequests');
  const fresh = Object.entries(json === null ? {} : rawMembers(encode(json))).filter(
    ([key]) => !asked.has(key),
  );
  if (fresh.length === 0) return null;
  const requests = fresh.map(([key, request]) => {
    asked.add(key);
    const { params = '{}', ...rest } = rawMembers(encode(request));
    return [key, objectOf({ ...rest, params: relatedTo(params, id) })];
  });
  const all = objectOf(Object.fromEntries(requests));
  return answerWith(`{"resultType":"input_required","inputRequests":${all}}`);
}

const LATE: BackendFailure = { kind: 'timeout', status: null, begun: true, sent: true, detail: '' };
const UNFINISHED: BackendFailure = { ...LATE, detail: 'its task is not over yet' };
const UNCANCELLED: BackendFailure = { ...LATE, detail: 'it has not cancelled the task yet' };
