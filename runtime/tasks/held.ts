// Calls that a legacy client wants to be tasks, and a modern server answers at once: the gateway keeps what came of them. Only
// where one process serves: another would not have it. 2025-11-25, basic/utilities/tasks, "Result Retrieval".
import type { ClientMessage, ServerMessage } from '../contract/message.ts';
import type { Outcome } from '../contract/shared.ts';
import type { TaskCall } from '../contract/tasks.ts';
import { jsonOf, textOf } from '../protocol/bytes.ts';
import { recordIn } from '../protocol/record.ts';
import { answerWith } from './forms.ts';
import { relatedTo } from './legacy-forms.ts';

/** Milliseconds that an outcome is kept, where its client does not say; and the most. */
const TTL_MS = 3600_000;
const MOST_TTL_MS = 24 * 3600_000;

/** What its id holds in place of a server's. */
export const HELD = '';

export function outcomeOf({ bytes, task }: ClientMessage, answer: ServerMessage, at: number): Outcome {
  const { ttl } = recordIn(jsonOf(bytes, task!));
  const ttlMs = typeof ttl === 'number' && ttl >= 0 ? Math.min(ttl, MOST_TTL_MS) : TTL_MS;
  return { at, ttlMs, result: textOf(answer.bytes, answer.result!), isError: answer.isError };
}

/** The task, raw JSON. */
export function outcomeTask(outcome: Outcome, id: string): string {
  return taskJson(outcome, id, statusOf(outcome));
}

function statusOf({ isError }: Outcome): string {
  return isError ? 'failed' : 'completed';
}

function taskJson({ at, ttlMs }: Outcome, taskId: string, status: string): string {
  const time = new Date(at).toISOString();
  return JSON.stringify({ taskId, status, createdAt: time, lastUpdatedAt: time, ttl: ttlMs });
}

/** The answer to the call: a task begins at work. */
export function heldCreated(outcome: Outcome, id: string): ServerMessage {
  return answerWith(`{"task":${taskJson(outcome, id, 'working')}}`)!;
}

/** What its client asks of it. */
export function serveHeld(call: TaskCall, outcome: Outcome): void {
  const { method, taskId } = call.request.message;
  if (method === 'tasks/get') call.tell(outcomeTask(outcome, taskId!));
  else if (method === 'tasks/result') call.answer(answerWith(relatedTo(outcome.result, taskId!))!);
  else call.refused(`Cannot cancel task: already in terminal status '${statusOf(outcome)}'`);
}
