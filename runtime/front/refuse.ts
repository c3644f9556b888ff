// Refusals of front and host: each is audited, and answered with words the client can act on and the reference id.
import type { Gateway, Refusal } from '../contract/gateway.ts';
import type { Answer, Bounds, Fields } from '../contract/http.ts';
import { errorMessage } from '../protocol/build.ts';

/** What is refused, as far as it is known. */
export interface Refused extends Partial<Omit<Refusal, 'reason'>> {
  readonly status: number;
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

export const JSON_FIELDS: Fields = ['content-type', 'application/json', 'cache-control', 'no-store'];

/** A message that is not what it has to be. */
export const INVALID = { status: 400, decision: 'invalid', stage: 'protocol' } as const;

const MAX_REASON = 200;

/** What a refusal says of itself where it says nothing else. The code is the HTTP status: outside JSON-RPC's range. */
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
    const body = errorMessage(id, code ?? status, message, { ...data, reference });
    return { status, fields: [...JSON_FIELDS, ...fields], body: [body] };
  };
}

/** What a client is told by status alone. */
function wordsOf(bodyBytes: number): Readonly<Record<number, string>> {
  return {
    400: 'The request is malformed.',
    401: 'Authentication is required.',
    403: 'This Host or Origin is not served here.',
    404: 'There is nothing here.',
    405: 'This method is not served here.',
    406: 'Accept must list both application/json and text/event-stream.',
    408: 'The request came too slowly.',
    413: `The body is larger than ${bodyBytes} bytes.`,
    415: 'Content-Type must be application/json.',
    417: 'Only Expect: 100-continue is known here.',
    431: 'The header fields are too large or too many.',
    500: 'Internal error of the gateway.',
  };
}
