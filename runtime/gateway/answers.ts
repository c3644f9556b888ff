// What the gateway says of its own, and the words of every refusal. An agent is told what it can act on, and nothing about rules.
import type { AuditRecord } from '../contract/audit.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import type { Fields } from '../contract/http.ts';
import type { Era } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import type { CatalogTool, Limited, Verdict } from '../contract/stages.ts';
import { errorMessage, toolError } from '../protocol/build.ts';
import { HEADER_MISMATCH, INTERNAL_ERROR, INVALID_PARAMS, METHOD_NOT_FOUND } from '../protocol/errors.ts';

export const NO_FIELDS: Fields = Object.freeze([]);
/** When a server that cannot be reached is worth another try, in milliseconds. */
const TRY_AGAIN_MS = 1_000;

type Outcome = Pick<AuditRecord, 'decision' | 'stage' | 'rule' | 'place' | 'status' | 'code' | 'reason'>;

/** A refusal: its audit outcome, its HTTP fields and its body. */
export interface Refusal extends Outcome {
  readonly fields: Fields;
  /** The JSON-RPC response; `id` is raw JSON. */
  body(id: string, ref: string, era: Era): Uint8Array;
}

type Case = Pick<AuditRecord, 'decision' | 'stage'> & Partial<Outcome> & { readonly fields?: Fields };

/** A refusal whose body is a JSON-RPC error; `data` gets the reference id. */
function rpc(
  known: Case,
  code: number,
  message: string,
  data: Readonly<Record<string, unknown>> = {},
): Refusal {
  return {
    rule: null,
    place: null,
    status: 200,
    reason: message,
    fields: NO_FIELDS,
    ...known,
    code,
    body: (id, ref) => errorMessage(id, code, message, { ...data, reference: ref }),
  };
}

/** A refusal that is a tool's result, so that the model reads it. */
function result(known: Case, text: string): Refusal {
  return {
    rule: null,
    place: null,
    status: 200,
    code: null,
    reason: null,
    fields: NO_FIELDS,
    ...known,
    body: (id, ref, era) => toolError(id, era, `${text} (reference ${ref})`),
  };
}

// ── before a tool is known ───────────────────────────────────────────────────

export function draining(): Refusal {
  const known: Case = { decision: 'unavailable', stage: 'front', status: 503, fields: ['retry-after', '1'] };
  return rpc(known, 503, 'The gateway is shutting down. Send the call again to another instance.', {
    retryAfterMs: TRY_AGAIN_MS,
  });
}

export function unknownMethod({ message, era }: GatewayRequest): Refusal {
  const known: Case = { decision: 'refused', stage: 'protocol', status: era === 'modern' ? 404 : 200 };
  return rpc(known, METHOD_NOT_FOUND, `Method not found: ${message.method}`);
}

export function invalidParams(problem: string): Refusal {
  return rpc({ decision: 'invalid', stage: 'protocol' }, INVALID_PARAMS, `Invalid params: ${problem}`);
}

/** A rule reads arguments that it cannot: they are not sent. */
export function unreadable(): Refusal {
  return invalidParams('arguments hold an integer beyond 64 bits');
}

/** One wording for what does not exist and for what may not be seen. */
export function unknownTool({ message }: GatewayRequest, hidden: CatalogTool | null): Refusal {
  const known: Case = { decision: 'hidden', stage: hidden === null ? 'resolve' : 'visible' };
  return rpc(known, INVALID_PARAMS, `Unknown tool: ${message.name ?? ''}`);
}

// ── once the tool is known ───────────────────────────────────────────────────

export function headerMismatch(problem: string): Refusal {
  const known: Case = { decision: 'refused', stage: 'headers', status: 400 };
  return rpc(known, HEADER_MISMATCH, `Header mismatch: ${problem}`);
}

export function denied({ rule, place, message }: Verdict): Refusal {
  const known: Case = { decision: 'deny', stage: 'access', rule, place };
  return result(known, message ?? 'This call is not allowed.');
}

export function limited({ limit, place, waitMs, reason }: Limited): Refusal {
  const retryAfterMs = Math.ceil(waitMs);
  const seconds = String(Math.ceil(waitMs / 1000));
  const fields = ['retry-after', seconds, 'ratelimit', `"${limit}";r=0;t=${seconds}`];
  const known: Case = { decision: 'limited', stage: 'limits', rule: limit, place, status: 429, fields };
  const refusal = rpc(known, 429, `Rate limit "${limit}" is used up. Try again in ${retryAfterMs} ms.`, {
    limit,
    retryAfterMs,
  });
  return reason === null ? refusal : { ...refusal, reason };
}

/** No answer from the server: 503 where nothing was sent, 504 where it stayed silent, else 502. */
export function failed(failure: BackendFailure, tool: CatalogTool | null): Refusal {
  const tried = tool === null ? [] : [tool.facts.server];
  const known = { stage: 'attempt', reason: failure.detail } as const;
  if (failure.kind === 'unreachable' && !failure.begun) {
    const fields = ['retry-after', String(TRY_AGAIN_MS / 1000)];
    const message = 'The server of this tool cannot be reached. The call was not sent.';
    const data = { tried, retryAfterMs: TRY_AGAIN_MS, begun: false };
    return rpc({ ...known, decision: 'unavailable', status: 503, fields }, 503, message, data);
  }
  const status = failure.kind === 'timeout' ? 504 : 502;
  const what =
    status === 504 ? 'The server of this tool did not answer in time.' : 'The server of this tool failed.';
  const begun = failure.begun ? 'The call may have been executed.' : 'The call was not executed.';
  return rpc({ ...known, decision: 'error', status }, status, `${what} ${begun}`, {
    tried,
    begun: failure.begun,
  });
}

export function internal(): Refusal {
  return rpc(
    { decision: 'error', stage: 'answer', status: 500 },
    INTERNAL_ERROR,
    'Internal error of the gateway.',
  );
}

// ── what is not refused ──────────────────────────────────────────────────────

/** The outcome of a call that the server answered. */
export function passed(verdict: Verdict | null, answer: { readonly errorCode: number | null }): Outcome {
  const { rule = null, place = null } = verdict ?? {};
  return {
    decision: 'allow',
    stage: 'answer',
    rule,
    place,
    status: 200,
    code: answer.errorCode,
    reason: null,
  };
}

/** 499 is what nginx logs for a client that has gone: no status was sent. */
export function cancelled(verdict: Verdict | null): Outcome {
  const { rule = null, place = null } = verdict ?? {};
  return {
    decision: 'allow',
    stage: 'attempt',
    rule,
    place,
    status: 499,
    code: null,
    reason: 'cancelled by the client',
  };
}
