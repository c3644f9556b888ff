// Refusals of the front: each is audited, and answered with words the client can act on and the reference id.

import type { Gateway, Refusal } from '../contract/gateway.ts';
import type { Answer, Fields } from '../contract/http.ts';
import type { Agent } from '../contract/identity.ts';
import type { Era } from '../contract/message.ts';
import { errorMessage } from '../protocol/build.ts';

/** Who and what is refused, as far as it is known. */
export interface Refused {
  readonly status: number;
  /** What the client is told. */
  readonly message: string;
  /** What the operator is told; the same where absent. */
  readonly reason?: string;
  /** JSON-RPC error code; the HTTP status where absent, as codes of our own stand outside the reserved range. */
  readonly code?: number;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly fields?: Fields;
  readonly decision?: Refusal['decision'];
  readonly stage?: Refusal['stage'];
  readonly agent?: Agent;
  readonly era?: Era;
  readonly method?: string;
  /** The request's id as raw JSON. */
  readonly id?: string | null;
  readonly ms?: number;
  readonly bytesIn?: number;
}

export const JSON_FIELDS: Fields = Object.freeze([
  'content-type',
  'application/json',
  'cache-control',
  'no-store',
]);

const MAX_REASON = 200;

/** Audits a refusal of a request from `peer` and gives its answer. */
export function refuse(gateway: Gateway, peer: string, refused: Refused): Answer {
  const code = refused.code ?? refused.status;
  const reference = gateway.refused({
    decision: refused.decision ?? 'refused',
    stage: refused.stage ?? 'front',
    status: refused.status,
    reason: (refused.reason ?? refused.message).slice(0, MAX_REASON),
    ip: peer,
    agent: refused.agent ?? null,
    era: refused.era ?? null,
    method: refused.method?.slice(0, MAX_REASON) ?? null,
    code,
    ms: refused.ms ?? 0,
    bytesIn: refused.bytesIn ?? 0,
  });
  const body = errorMessage(refused.id ?? null, code, refused.message, { ...refused.data, reference });
  return { status: refused.status, fields: [...JSON_FIELDS, ...(refused.fields ?? [])], body };
}
