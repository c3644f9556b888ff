// Where messages about tasks name them, and how a task of the legacy era reads in the modern one.
// Specification 2025-11-25, basic/utilities/tasks; the extension io.modelcontextprotocol/tasks.
import type { ClientMessage, ServerMessage, Span } from '../contract/message.ts';
import type { More } from '../gateway/journal.ts';
import { parseParams } from '../protocol/args.ts';
import { resultMessage } from '../protocol/build.ts';
import { binaryJson, concat, decode, encode, jsonOf, stringAt, textOf } from '../protocol/bytes.ts';
import { recordIn } from '../protocol/record.ts';
import { scanClient, scanServer } from '../protocol/scan.ts';
import { members } from '../protocol/skip.ts';
import { type Edit, insertion, splice } from '../protocol/splice.ts';

/** Where messages of the legacy era name their task, in `_meta`. */
export const RELATED = 'io.modelcontextprotocol/related-task';

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

/**
 * What a modern client is told of a task of a modern server, with the type of what came of it, where the server leaves that unsaid: its own official
 * client wants it there, too (2026-07-28, basic/index, "ResultType").
 */
export function typed(answer: ServerMessage): ServerMessage {
  const { bytes, result } = answer;
  const outcome = result && inner(bytes, result.start, 'result');
  return outcome == null ? answer : respelled(answer, typeOf(bytes, outcome.start));
}

/** The type of a result that begins at `at`, where it has none. */
function typeOf(bytes: Uint8Array, at: number): Edit[] {
  const typed = members(bytes, at, ['resultType'])?.found[0] !== undefined;
  return typed ? [] : [insertion(bytes, at, COMPLETE)];
}

const COMPLETE = '"resultType":"complete"';

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
  const { taskIds } = recordIn(parseParams(message).notifications);
  return taskIds !== undefined && !(Array.isArray(taskIds) && taskIds.length === 0);
}

/** A request of the gateway's own about a task, as a client would send it. `meta`: raw JSON of what it says of itself. */
export function requestOf(method: string, id: string, meta = '{}'): ClientMessage {
  const params = `{"taskId":${JSON.stringify(id)},"_meta":${meta}}`;
  const json = `{"jsonrpc":"2.0","id":0,"method":"${method}","params":${params}}`;
  return scanClient(encode(json), { depth: 8 }) as ClientMessage;
}

export function taskIn({ bytes }: ServerMessage, span: Span): LegacyTask {
  return jsonOf(bytes, span) as LegacyTask;
}

/** What an answer says of the task's state, for the audit record. */
export function statusIn({ bytes, result }: ServerMessage): More {
  return result === null ? {} : statusOf(bytes, result.start);
}

/** The same of a task that begins at `at`. */
export function statusOf(bytes: Uint8Array, at: number): More {
  const status = stringAt(bytes, members(bytes, at, ['status'])?.found[0]);
  return status === null ? {} : { taskStatus: status.slice(0, MOST_STATUS) };
}

/** Characters of a status: no state of the protocol has as many. */
const MOST_STATUS = 32;

/** Milliseconds between two askings where the server does not say, and the least and the most where it does. */
const POLL_MS = 5000;
const LEAST_POLL_MS = 500;
const MOST_POLL_MS = 3600_000;

/** When a server wants to be asked again, by what it says of that. */
export function pauseOf(said: unknown): number {
  const ms = typeof said === 'number' ? said : POLL_MS;
  return Math.min(Math.max(ms, LEAST_POLL_MS), MOST_POLL_MS);
}

/** States that no other follows. */
export const OVER: readonly string[] = ['completed', 'failed', 'cancelled'];

/** What `tasks/get` tells of a task: its members but for what belongs to the answer, each as it was written. */
export interface State {
  readonly status: string;
  /** Null where the server does not say. */
  readonly pollMs: number | null;
  /** Raw JSON members. */
  readonly members: string;
  /** Those of its `_meta`. */
  readonly meta: string;
}

export function stateIn({ bytes, result }: ServerMessage): State {
  const { resultType: _, _meta, ...rest } = rawMembers(bytes, result!);
  const { status, pollIntervalMs } = jsonOf(bytes, result!) as Readonly<Record<string, unknown>>;
  const { [SUBSCRIPTION]: __, ...meta } = _meta === undefined ? {} : rawMembers(encode(_meta));
  return {
    status: String(status),
    pollMs: typeof pollIntervalMs === 'number' ? pollIntervalMs : null,
    members: written(rest),
    meta: written(meta),
  };
}

/** Where a stream is named, in `_meta`. */
export const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';

/** The members of an object, raw JSON by their names. */
export function rawMembers(
  bytes: Uint8Array,
  span: Span = { start: 0, end: bytes.length },
): Record<string, string> {
  const names = Object.keys(recordIn(jsonOf(bytes, span)));
  const spans = names.length === 0 ? [] : (members(bytes, span.start, names)?.found ?? []);
  return Object.fromEntries(
    names.flatMap((name, at) => (spans[at] ? [[name, textOf(bytes, spans[at])]] : [])),
  );
}

/** Raw JSON members, each after a comma. */
function written(all: Readonly<Record<string, string>>): string {
  return Object.entries(all)
    .map(([name, value]) => `,${JSON.stringify(name)}:${value}`)
    .join('');
}

/** The object of these members, raw JSON. */
export function objectOf(all: Readonly<Record<string, string>>): string {
  return `{${written(all).slice(1)}}`;
}

/** The message that a result, raw JSON, is in; null where that is none. */
export function answerWith(result: string): ServerMessage | null {
  return scanServer(resultMessage('0', result));
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
  const came = error === null ? `"result":${completed(bytes, result!)}` : `"error":${textOf(bytes, error)}`;
  return `{"resultType":"complete",${modernMembersOf({ ...task, status }, id)},${came}}`;
}

function completed(bytes: Uint8Array, span: Span): string {
  const json = encode(textOf(bytes, span));
  return decode(concat(splice(json, typeOf(json, 0))));
}
