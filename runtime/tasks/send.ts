// Requests about a task, to the server that keeps it.
import type { ClientMessage, ServerMessage } from '../contract/message.ts';
import type { BackendCall, BackendSink } from '../contract/server.ts';
import type { TaskLook } from '../contract/tasks.ts';
import { declaredBy, passedOn } from '../protocol/extensions.ts';
import { requestOf } from './forms.ts';

/** What a modern server is told of the client with each request. */
export function declared({
  request,
  askable,
}: Pick<TaskLook, 'request' | 'askable'>): Pick<BackendCall, 'extensions' | 'capabilities'> {
  const extensions = passedOn(declaredBy(request), true);
  return askable === null ? { extensions } : { extensions, capabilities: askable };
}

/** `message` as a call of the server. */
export function about(call: TaskLook, message: ClientMessage): BackendCall {
  const { item, task, request } = call;
  const { agent } = request;
  const own = item.tasks!.form === 'modern' ? declared(call) : {};
  return {
    subject: task.id,
    renamed: null,
    message,
    paramFields: [],
    timeoutMs: item.timeoutMs,
    agent,
    ...own,
  };
}

export function sinkOf(call: TaskLook, answer: (answer: ServerMessage) => void): BackendSink {
  return {
    notification: (message) => call.notify(message),
    answer,
    failed: (failure) => call.failed(failure),
  };
}

/** Asks the server by a request of the gateway's own. */
export function ask(call: TaskLook, method: string, answered: (answer: ServerMessage) => void): void {
  if (!call.over) call.send(about(call, requestOf(method, call.task.id)), sinkOf(call, answered));
}
