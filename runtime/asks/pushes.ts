// Asking clients of the legacy era: a request on the stream of their call, and what they post about it: progress, and the response.
// Specification 2025-11-25, basic/transports, "Sending Messages to the Server", 6; client/sampling, client/elicitation.
import type { Asked, AskingCall, Said } from '../contract/asks.ts';
import type { Environment } from '../contract/environment.ts';
import type { ClientMessage } from '../contract/message.ts';
import type { Ask } from '../contract/server.ts';
import { notification, request } from '../protocol/build.ts';
import { hex, textOf } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';
import { tokened, tokenIn, underOwn } from './progress.ts';
import { ANSWER_MS } from './state.ts';
import { identified } from './urls.ts';

export interface Pushes {
  /** Asks the client of `call`; `heard` runs once, unless what is returned gives the question up: its client is told so. */
  push(call: AskingCall, ask: Ask, heard: (said: Said) => void): () => void;
  /** Takes a response of a client, or its progress. */
  respond(session: string, message: ClientMessage): void;
}

/** @param waiting what waits for clients already, asked by another gateway */
export function createPushes(
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
  waiting: Asked['pushed'],
): Pushes {
  // Ids that nobody guesses: a response is taken for what it answers.
  const prefix = hex(random(9));
  let count = 0;
  return {
    push(call, ask, heard) {
      const id = JSON.stringify(`${prefix}-${++count}`);
      const key = call.request.session!.key + id;
      const { params, own } = tokened(ask.params, id);
      const end = (): boolean => {
        stopTimer();
        return waiting.delete(key);
      };
      /** Who asked does not wait any more (2025-11-25, basic/utilities/cancellation; basic/lifecycle, "Timeouts"). */
      const giveUp = (reason = ''): void => {
        if (end()) call.push([notification('notifications/cancelled', `{"requestId":${id}${reason}}`)]);
      };
      const stopTimer = clock.after(ANSWER_MS, () => {
        giveUp();
        heard(null);
      });
      waiting.set(key, (said) => {
        if (said !== null && 'progress' in said) {
          if (own !== null) ask.progress?.(underOwn(said.progress, own));
          return;
        }
        end();
        heard(said);
      });
      ask.signal?.addEventListener('abort', () => {
        const { reason } = ask.signal!;
        giveUp(typeof reason === 'string' ? `,"reason":${reason}` : '');
      });
      call.push([request(id, ask.method, identified({ ...ask, params }, id))]);
      return giveUp;
    },
    respond(session, message) {
      const { bytes, id } = message;
      if (id === null) return tellProgress(session, message);
      const heard = waiting.get(session + textOf(bytes, id));
      const [result, error] = members(bytes, skipToBrace(bytes), ['result', 'error'])?.found ?? [];
      if (result !== undefined) heard?.({ result: textOf(bytes, result) });
      else if (error !== undefined) heard?.({ error: textOf(bytes, error) });
    },
  };

  function tellProgress(session: string, { bytes, params }: ClientMessage): void {
    const progress = params && textOf(bytes, params);
    const token = progress && tokenIn(progress);
    if (token) waiting.get(session + token)?.({ progress: progress! });
  }
}

function skipToBrace(bytes: Uint8Array): number {
  return bytes.indexOf(0x7b);
}
