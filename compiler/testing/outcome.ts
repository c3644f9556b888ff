// What became of one call, from its audit record and its answer, which must agree.
import type { AuditRecord } from '../../runtime/contract/audit.ts';
import { isObject } from './world/protocol.ts';

/** An HTTP answer as the test client got it. */
export interface Received {
  readonly status: number;
  /** Names in lower case and values, flat. */
  readonly fields: readonly string[];
  /** The JSON-RPC response, or null when the body is none. */
  readonly message: Readonly<Record<string, unknown>> | null;
}

export interface Outcome {
  readonly record: AuditRecord;
  /** The server that answered, or null. */
  readonly servedBy: string | null;
  /**
   * The servers that the call was sent to, in order; one that was skipped, or to which there was no connection, is none.
   * Null where nobody recorded it.
   */
  readonly attempts: readonly string[] | null;
  /** Milliseconds the agent is told to wait, or null. */
  readonly retryAfter: number | null;
  /** The scopes that the agent is asked to have; empty where it is not. */
  readonly scopes: readonly string[];
  /** The text that the agent is told. */
  readonly text: string;
  /** Set when record and answer tell two stories; then the gateway itself is wrong. */
  readonly conflict: string | null;
}

/** Puts the record and the answer of one call together. */
export function outcomeOf(record: AuditRecord, received: Received): Outcome {
  return {
    record,
    servedBy: record.decision === 'allow' ? (record.servedBy ?? record.server) : null,
    attempts: attemptsOf(record),
    retryAfter: retryAfter(received),
    scopes: scopesOf(received),
    text: textOf(received),
    conflict: conflict(record, received),
  };
}

/** Of a gateway where each call has one way, only what passed and what came to no server is known. */
function attemptsOf({ attempts, decision, server, stage }: AuditRecord): readonly string[] | null {
  if (attempts !== undefined) return attempts.flatMap((one) => (UNSENT.has(one.outcome) ? [] : [one.server]));
  if (decision === 'allow') return server === null ? [] : [server];
  return stage === 'attempt' || stage === 'answer' ? null : [];
}

const UNSENT: ReadonlySet<string> = new Set(['skipped', 'not-connected', 'not-sent']);

function retryAfter(received: Received): number | null {
  const error = received.message?.error;
  const data = isObject(error) ? error.data : undefined;
  const wait = isObject(data) ? data.retryAfterMs : undefined;
  return typeof wait === 'number' ? wait : null;
}

/** What a challenge asks for (RFC 6750, 3; RFC 9110, 11.6.1). */
function scopesOf({ fields }: Received): readonly string[] {
  const at = fields.findIndex((name, index) => index % 2 === 0 && name === 'www-authenticate');
  const told = at < 0 ? '' : fields[at + 1]!;
  const asked = /[ ,]error="insufficient_scope"/.test(told) && /[ ,]scope="([^"]+)"/.exec(told);
  return asked ? asked[1]!.split(' ') : [];
}

function textOf(received: Received): string {
  const { result, error } = received.message ?? {};
  if (isObject(error)) return String(error.message);
  if (!isObject(result)) return '';
  const { content, contents, messages, completion } = result;
  if (isObject(completion)) return Array.isArray(completion.values) ? completion.values.join('\n') : '';
  const parts = [content, contents, messages].flatMap(
    (list) => (Array.isArray(list) ? list : []) as unknown[],
  );
  return parts
    .map((part) => (isObject(part) && isObject(part.content) ? part.content : part))
    .map((part: unknown) => (isObject(part) && typeof part.text === 'string' ? part.text : ''))
    .join('\n');
}

/** Which answers fit a decision (the table of answers in the language's rules). */
function conflict(record: AuditRecord, received: Received): string | null {
  const { status, message } = received;
  const result = isObject(message?.result) ? message.result : null;
  const fits: Readonly<Record<string, boolean>> = {
    allow: status === 200 && message !== null,
    deny:
      record.method === 'prompts/get' || record.method === 'resources/read'
        ? isObject(message?.error)
        : result?.isError === true,
    invalid: result?.isError === true || status >= 400,
    hidden: isObject(message?.error) && message.error.code === -32602,
    limited: status === 429,
    challenge: status === 403 && scopesOf(received).length > 0,
    unauthenticated: status === 401,
  };
  if (fits[record.decision] !== false) return null;
  return `The audit record says ${record.decision}, but the answer has HTTP status ${status} and is ${JSON.stringify(message)}.`;
}
