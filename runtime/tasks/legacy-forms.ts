// How a task of the modern era reads in the legacy one. 2025-11-25, basic/utilities/tasks, "Data Types", "Error Handling".
import type { ServerMessage } from '../contract/message.ts';
import { resultMessage } from '../protocol/build.ts';
import { encode, jsonOf, textOf } from '../protocol/bytes.ts';
import { recordIn } from '../protocol/record.ts';
import { scanServer } from '../protocol/scan.ts';
import { members } from '../protocol/skip.ts';
import { objectOf, RELATED, rawMembers } from './forms.ts';

export type ModernTask = Readonly<Record<string, unknown>>;

export function modernTaskIn({ bytes, result }: ServerMessage): ModernTask {
  return recordIn(jsonOf(bytes, result!));
}

/** What a legacy task has no place for: it is asked for by other requests, or belongs to the answer. */
const MODERN_ONLY = ['resultType', '_meta', 'inputRequests', 'requestState', 'result', 'error'];

/** Characters that are told of why it failed: all of it is in what came of it. */
const MOST_WHY = 200;

/** A modern task as a legacy one, raw JSON. A tool's own error is a failure there, and is to say why. */
export function legacyTaskOf(task: ModernTask, id: string): string {
  const { ttlMs = null, pollIntervalMs, ...said } = task;
  const same = Object.fromEntries(Object.entries(said).filter(([name]) => !MODERN_ONLY.includes(name)));
  const { content } = recordIn(said.result);
  const failed = hasFailed(task);
  const { text } = recordIn(failed && Array.isArray(content) ? content[0] : undefined);
  const why = recordIn(said.error).message ?? text;
  return JSON.stringify({
    statusMessage: typeof why === 'string' ? why.slice(0, MOST_WHY) : undefined,
    ...same,
    ...(failed ? { status: 'failed' } : {}),
    taskId: id,
    ttl: ttlMs,
    pollInterval: pollIntervalMs,
  });
}

/** The state of a modern task, as the legacy era calls it. */
export function legacyStatusOf(task: ModernTask): unknown {
  return hasFailed(task) ? 'failed' : task.status;
}

/** Its tool has, though the task is `completed`. */
function hasFailed({ status, result }: ModernTask): boolean {
  return status === 'completed' && recordIn(result).isError === true;
}

/** The answer to a call that has become the task: at its beginning it is at work, whatever it is by now. */
export function legacyCreated(answer: ServerMessage, id: string): ServerMessage {
  const { statusMessage: _, ...seed } = modernTaskIn(answer);
  const task = legacyTaskOf({ ...seed, status: 'working', result: undefined, error: undefined }, id);
  return scanServer(resultMessage('0', `{"task":${task}}`))!;
}

/** What came of a task, as `tasks/result` gives it: raw JSON of the result. */
export function relatedTo(result: string, id: string): string {
  const all = rawMembers(encode(result));
  const meta = all._meta === undefined ? {} : rawMembers(encode(all._meta));
  const own = { ...meta, [RELATED]: JSON.stringify({ taskId: id }) };
  return objectOf({ ...all, _meta: objectOf(own) });
}

/** The raw JSON of a member of a modern task. */
export function partOf({ bytes, result }: ServerMessage, name: string): string | null {
  const span = members(bytes, result!.start, [name])?.found[0];
  return span === undefined ? null : textOf(bytes, span);
}
