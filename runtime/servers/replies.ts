// Requests that a legacy server makes of the gateway. It declared no capability for any, so only a ping is served.
import type { ServerMessage } from '../contract/message.ts';
import { errorMessage, resultMessage } from '../protocol/build.ts';
import { textOf } from '../protocol/bytes.ts';
import { METHOD_NOT_FOUND } from '../protocol/errors.ts';

/** The answer to a server's request; null when it has no id to answer to. */
export function replyTo(message: ServerMessage): Uint8Array | null {
  if (message.id === null) return null;
  const id = textOf(message.bytes, message.id);
  if (message.method === 'ping') return resultMessage(id, '{}');
  return errorMessage(id, METHOD_NOT_FOUND, `This client does not offer ${message.method.slice(0, 100)}`);
}
