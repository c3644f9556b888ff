// `initialize`: negotiates the revision and, when the gateway answers with a result, gives the session's id.
import type { Gateway } from '../contract/gateway.ts';
import { concat, decode } from '../protocol/bytes.ts';
import { INVALID_PARAMS } from '../protocol/errors.ts';
import { negotiate } from '../protocol/versions.ts';
import { hand, type Incoming, refuseMessage, replyTo } from './incoming.ts';
import { isObject, paramsOf } from './params.ts';
import type { HttpReply } from './reply.ts';
import type { Sessions } from './sessions.ts';

/** Serves `initialize` (2025-11-25, Lifecycle and Session Management). */
export function initialize(gateway: Gateway, sessions: Sessions, incoming: Incoming): void {
  const params = paramsOf(incoming.message);
  const requested = params?.protocolVersion;
  const capabilities = params?.capabilities;
  if (typeof requested !== 'string' || !isObject(capabilities)) {
    const text = 'initialize needs protocolVersion, a string, and capabilities, an object.';
    return refuseParams(gateway, incoming, text);
  }
  const version = negotiate(requested);
  const id = sessions.mint(incoming.caller.agent, version, JSON.stringify(capabilities));
  if (id === null) return refuseParams(gateway, incoming, 'The capabilities are larger than 2048 bytes.');
  const reply = replyTo(incoming, () => {});
  hand(gateway, incoming, 'legacy', version, withSession(reply, id));
}

function refuseParams(gateway: Gateway, incoming: Incoming, message: string): void {
  const refused = {
    status: 400,
    code: INVALID_PARAMS,
    message,
    decision: 'invalid',
    stage: 'protocol',
  } as const;
  refuseMessage(gateway, incoming, 'legacy', refused);
}

function withSession(reply: HttpReply, id: string): HttpReply {
  return {
    ...reply,
    answer(status, json, fields) {
      reply.answer(status, json, isResult(json) ? [...fields, 'mcp-session-id', id] : fields);
    },
  };
}

function isResult(json: readonly Uint8Array[]): boolean {
  const answer: unknown = JSON.parse(decode(concat(json)));
  return isObject(answer) && 'result' in answer;
}
