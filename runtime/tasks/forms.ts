// Where messages about tasks name them, and how a task of the legacy era reads in the modern one.
// Specification 2025-11-25, basic/utilities/tasks; the extension io.modelcontextprotocol/tasks.
import type { ClientMessage, ServerMessage, Span } from '../contract/message.ts';
import { parseParams } from '../protocol/args.ts';
import { binaryJson, concat, encode, jsonOf, stringAt, textOf } from '../protocol/bytes.ts';
import { capabilitiesIn } from '../protocol/extensions.ts';
import { scanClient, scanServer } from '../protocol/scan.ts';
import { members } from '../protocol/skip.ts';
import { type Edit, splice } from '../protocol/splice.ts';

const RELATED = 'io.modelcontextprotocol/related-task';

/** A task as a server of the legacy era tells of it. */
export type LegacyTask = Readonly<Record<string, unknown>>;

/** Where in an object of JSON that begins at `at` a member stands that is an object itself. */
function inner(bytes: Uint8Array, at: number, name: string): Span | null {
  const span = members(bytes, at, [name])?.found[0];
  return span !== undefined && bytes[span.start] === 0x7b ? span : null;
}

/** What a result says of the task that its call has become. */
export function createdIn({ bytes, result }: ServerMessage, form: 'legacy' | 'modern') {
  const task = form === 'modern' ? result : result && inner(bytes, result.start, 'task');
  if (task === null) return null;
  const [idSpan, ttl] =
    members(bytes, task.start, ['taskId', form === 'modern' ? 'ttlMs' : 'ttl'])?.found ?? [];
  const id = stringAt(bytes, idSpan);
  if (id === null || id === '') return null;
  const ttlMs = ttl === undefined ? null : jsonOf(bytes, ttl);
  return { task, id, idSpan: idSpan!, ttlMs: typeof ttlMs === 'number' ? ttlMs : null };
}

/** The message with another value in a span. */
export function respelled({ bytes }: ServerMessage, edits: Edit[]): ServerMessage {
  return scanServer(concat(splice(bytes, edits)))!;
}

/** The answer with the client's id of the task in place of the server's, wherever the protocol has one. */
export function named(answer: ServerMessage, id: string): ServerMessage {
  const { bytes, result } = answer;
  if (result === null) return answer;
  const span = members(bytes, result.start, ['taskId'])?.found[0];
  const own = span === undefined ? [] : [{ span, with: binaryJson(id) }];
  const edits = [...own, ...related(bytes, result.start, id)];
  return edits.length === 0 ? answer : respelled(answer, edits);
}

/** The same where params or a result that begins at `at` belong to a task. */
export function related(bytes: Uint8Array, at: number, id: string): Edit[] {
  const meta = inner(bytes, at, '_meta');
  const task = meta && inner(bytes, meta.start, RELATED);
  const span = task && members(bytes, task.start, ['taskId'])?.found[0];
  return span == null ? [] : [{ span, with: binaryJson(id) }];
}

/** It asks to be told of tasks (the extension, "Task Notifications"). */
export function listensToTasks(message: ClientMessage): boolean {
  if (message.method !== 'subscriptions/listen') return false;
  const { taskIds } = capabilitiesIn(parseParams(message).notifications);
  return taskIds !== undefined && !(Array.isArray(taskIds) && taskIds.length === 0);
}

/** A request of the gateway's own about a task, as a client would send it. */
export function requestOf(method: string, id: string): ClientMessage {
  const json = JSON.stringify({ jsonrpc: '2.0', id: 0, method, params: { taskId: id } });
  return scanClient(encode(json), { depth: 8 }) as ClientMessage;
}

export function taskIn({ bytes }: ServerMessage, span: Span): LegacyTask {
  return jsonOf(bytes, span) as LegacyTask;
}

/** What means something in a modern result and nothing in a legacy task: a legacy server asks by requests, never so. */
const MODERN_ONLY = ['resultType', 'requestState', 'inputRequests', 'result', 'error'];

/** A legacy task as members of a modern result, raw JSON without braces. */
export function modernMembersOf({ ttl = null, pollInterval, ...said }: LegacyTask, id: string): string {
  const same = Object.fromEntries(Object.entries(said).filter(([name]) => !MODERN_ONLY.includes(name)));
  const task = { ...same, taskId: id, ttlMs: ttl, pollIntervalMs: pollInterval };
  return JSON.stringify(task).slice(1, -1);
}

/** A legacy task that is over, with what came of it: an error of JSON-RPC is a failure, whatever else came a completion. */
export function finished(task: LegacyTask, id: string, outcome: ServerMessage): string {
  const { bytes, result, error } = outcome;
  const status = error === null ? 'completed' : 'failed';
  const came = error === null ? `"result":${textOf(bytes, result!)}` : `"error":${textOf(bytes, error)}`;
  return `{"resultType":"complete",${modernMembersOf({ ...task, status }, id)},${came}}`;
}
