// The words of every refusal. An agent is told what it can act on, and nothing about rules.
import type { Verdict } from '../contract/access.ts';
import type { AuditRecord } from '../contract/audit.ts';
import type { CatalogItem, Subject } from '../contract/catalog.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import type { Fields } from '../contract/http.ts';
import type { Limited } from '../contract/limits.ts';
import type { Era } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import { errorMessage, toolError } from '../protocol/build.ts';
import {
  FORBIDDEN,
  HEADER_MISMATCH,
  INTERNAL_ERROR,
  INVALID_PARAMS,
  METHOD_NOT_FOUND,
  MISSING_CLIENT_CAPABILITY,
  RESOURCE_NOT_FOUND,
} from '../protocol/errors.ts';
import type { Call } from './call.ts';
import type { More } from './journal.ts';

export const NO_FIELDS: Fields = [];
/** When a server that cannot be reached is worth another try. */
const LATER: Fields = ['retry-after', '1'];
const LATER_MS = 1000;

/** The most that is said again of what a client sent: what it asks for may be megabytes. */
const MOST_SAID = 200;

/** What a client sent, fit to be said again and to be recorded. */
export function cut(text: string): string {
  return text.length > MOST_SAID ? `${text.slice(0, MOST_SAID)}…` : text;
}

/** How a call ended, for the audit record. */
export type Outcome = Pick<AuditRecord, 'decision' | 'stage' | 'status' | 'code' | 'reason'> &
  Partial<Pick<AuditRecord, 'rule' | 'place'>> & {
    /** What only some records have. */
    readonly also?: More;
  };

/** A refusal. One without a JSON-RPC code is a tool's result, so that the model reads it. */
export interface Refusal extends Outcome {
  readonly text: string;
  /** The error's data, beside the reference id. */
  readonly data?: object;
  readonly fields?: Fields;
}

/** A refusal whose reason is what its agent is told, unless there is more to say. */
export function no(
  decision: Outcome['decision'],
  stage: Outcome['stage'],
  status: number,
  code: number | null,
  text: string,
  more?: Partial<Refusal>,
): Refusal {
  return { decision, stage, status, code, reason: text, text, ...more };
}

/** How a call ended that was allowed. */
export function allowed(
  stage: Outcome['stage'],
  status: number,
  code: number | null,
  reason: string | null,
): Outcome {
  return { decision: 'allow', stage, status, code, reason };
}

/** A server's error about what its client has not declared, or what it does not know, is one of HTTP too (2026-07-28, basic/index; Streamable HTTP). */
export function statusOf(errorCode: number | null, era: Era): number {
  if (era === 'legacy') return 200;
  return errorCode === MISSING_CLIENT_CAPABILITY ? 400 : errorCode === METHOD_NOT_FOUND ? 404 : 200;
}

/** The refusal as a JSON-RPC response; `id` is raw JSON. */
export function bodyOf({ code, text, data }: Refusal, id: string, reference: string, era: Era): Uint8Array {
  if (code === null) return toolError(id, era, `${text} (reference ${reference})`);
  return errorMessage(id, code, text, { ...data, reference });
}

// ── before the thing is known ───────────────────────────────────────────────────

export function draining(): Refusal {
  const text = 'The gateway is shutting down. Send the call again to another instance.';
  return no('unavailable', 'front', 503, 503, text, { fields: LATER, data: { retryAfterMs: LATER_MS } });
}

/** Nothing is known of any server: which there is, nobody can say. */
export function noServer(tried: readonly string[]): Refusal {
  const text = 'None of the servers can be reached. Ask again later.';
  const data = { tried, retryAfterMs: LATER_MS };
  return no('unavailable', 'attempt', 503, 503, text, { fields: LATER, data });
}

export function unknownMethod({ message, era }: GatewayRequest): Refusal {
  const status = era === 'modern' ? 404 : 200;
  return no('refused', 'protocol', status, METHOD_NOT_FOUND, `Method not found: ${cut(message.method)}`);
}

export function invalidParams(problem: string): Refusal {
  return no('invalid', 'protocol', 200, INVALID_PARAMS, `Invalid params: ${problem}`);
}

/** What its server needs of a client that has not declared it (2026-07-28, basic/index, "Per-request protocol fields"). */
export function missingCapability(requiredCapabilities: object): Refusal {
  const text = 'The server of this call needs what the client has not declared';
  return no('refused', 'protocol', 400, MISSING_CLIENT_CAPABILITY, text, { data: { requiredCapabilities } });
}

/** One wording for what does not exist and for what may not be seen. */
export function unknown(
  { request, asked }: Pick<Call, 'request' | 'asked'>,
  subject: Subject,
  stage: 'resolve' | 'visible',
): Refusal {
  const name = cut(asked);
  if (subject !== 'resource') return no('hidden', stage, 200, INVALID_PARAMS, `Unknown ${subject}: ${name}`);
  // The legacy era has a code of its own for it (2025-11-25, server/resources, "Error Handling").
  const code = request.era === 'legacy' ? RESOURCE_NOT_FOUND : INVALID_PARAMS;
  return no('hidden', stage, 200, code, 'Resource not found', { data: { uri: name } });
}

// ── once the thing is known ───────────────────────────────────────────────────

export function headerMismatch(problem: string): Refusal {
  return no('refused', 'headers', 400, HEADER_MISMATCH, `Header mismatch: ${problem}`);
}

/** Arguments that do not fit the tool's schema: a result, so that the model reads it and mends its call. */
export function misfit(text: string): Refusal {
  return no('invalid', 'arguments', 200, null, `Invalid arguments: ${text}`);
}

/** A rule reads arguments that it cannot: they are not sent. */
export function unreadable(): Refusal {
  return invalidParams('arguments hold an integer beyond 64 bits');
}

/** A tool's denial is a result that the model reads; prompts and resources have errors only. */
export function denied({ rule, place, message, challenge }: Verdict, subject: Subject): Refusal {
  const text = message ?? 'This call is not allowed.';
  const code = subject === 'tool' ? null : FORBIDDEN;
  return no('deny', 'access', 200, code, text, { rule, place, reason: null, ...challenge });
}

export function limited({ limit, place, waitMs, reason, text, fields }: Limited): Refusal {
  const data = { limit, retryAfterMs: Math.ceil(waitMs) };
  return no('limited', 'limits', 429, 429, text, {
    rule: limit,
    place,
    reason: reason ?? text,
    fields,
    data,
  });
}

const MAY_HAVE_BEEN = 'may have been executed';

/** No answer from the server: 503 where it may be back, and nobody waits for it, 504 where it stayed silent, else 502. */
export function failed(
  { kind, begun, detail, retryAfterMs, tried }: BackendFailure,
  { server, subject }: CatalogItem,
): Refusal {
  const data = { tried: tried ?? [server], begun };
  const says = (what: string, did: string): string =>
    `The server of this ${subject} ${what}. The call ${did}.`;
  if (retryAfterMs !== undefined || (kind === 'unreachable' && !begun)) {
    const what = kind === 'busy' ? 'has too much to do' : 'cannot be reached';
    const text = says(what, begun ? MAY_HAVE_BEEN : 'was not sent');
    const ms = Math.ceil(retryAfterMs ?? LATER_MS);
    const fields = ['retry-after', String(Math.ceil(ms / 1000))];
    const more = { reason: detail, fields, data: { ...data, retryAfterMs: ms } };
    return no('unavailable', 'attempt', 503, 503, text, more);
  }
  const status = kind === 'timeout' ? 504 : 502;
  const what = status === 504 ? 'did not answer in time' : 'failed';
  const text = says(what, begun ? MAY_HAVE_BEEN : 'was not executed');
  return no('error', 'attempt', status, status, text, { reason: detail, data });
}

export function internal(): Refusal {
  return no('error', 'answer', 500, INTERNAL_ERROR, 'Internal error of the gateway.');
}
