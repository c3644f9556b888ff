// Refusals of front and host: each is audited, and answered with words the client can act on and the reference id.
import type { Gateway, Refusal } from '../contract/gateway.ts';
import type { Answer, Bounds, Fields } from '../contract/http.ts';
import { errorMessage } from '../protocol/build.ts';
import { EVENTS, JSON_TYPE } from './media.ts';

/** What is refused, as far as it is known. */
export interface Refused extends Partial<Omit<Refusal, 'reason' | 'code'>> {
  readonly status: number;
  /** JSON-RPC error code; the HTTP status where absent, which is outside the range that JSON-RPC reserves. */
  readonly code?: number;
  /** What the client is told; the words of the status where absent. */
  readonly message?: string;
  /** What the operator is told; the same where absent. */
  readonly reason?: string | undefined;
  readonly data?: object;
  readonly fields?: Fields;
  /** The request's id as raw JSON. */
  readonly id?: string | null;
}

/** Audits a refusal of a request from `ip` and gives its answer. */
export type Refuse = (ip: string, refused: Refused) => Answer;

export const JSON_FIELDS: Fields = ['content-type', JSON_TYPE, 'cache-control', 'no-store'];

/** A message that is not what it has to be. */
export const INVALID = { status: 400, decision: 'invalid', stage: 'protocol' } as const;

const MAX_REASON = 200;

/** What a refusal says where it says nothing else. */
const UNKNOWN = {
  decision: 'refused',
  stage: 'front',
  agent: null,
  era: null,
  method: null,
  ms: 0,
  bytesIn: 0,
} as const;

/** What refuses for `gateway`, whose front has these bounds. */
export function refuser(gateway: Gateway, { bodyBytes }: Bounds): Refuse {
  const words = wordsOf(bodyBytes);
  return (ip, refused) => {
    const { message = words[refused.status]!, reason, data, fields = [], id = null, ...known } = refused;
    const { status, code = status } = known;
    const told = (reason ?? message).slice(0, MAX_REASON);
    const reference = gateway.refused({ ...UNKNOWN, ...known, code, ip, reason: told });
    const body = errorMessage(id, code, message, { ...data, reference });
    return { status, fields: [...JSON_FIELDS, ...fields], body: [body] };
  };
}

/** What a client is told by status alone. */
function wordsOf(bodyBytes: number): Readonly<Record<number, string>> {
  return {
    400: 'The request is malformed.',
    401: 'Authentication is required.',
    403: 'Host or Origin is not allowed.',
    404: 'There is nothing here.',
    405: 'Method not allowed.',
    406: `Accept must list both ${JSON_TYPE} and ${EVENTS}.`,
    408: 'The request came too slowly.',
    413: `The body is larger than ${bodyBytes} bytes.`,
    415: `Content-Type must be ${JSON_TYPE}.`,
    417: 'Expectation failed.',
    431: 'The header fields are too large.',
    500: 'Internal error.',
  };
}
